/** A sentence whose `names` in backticks are styled as values. */
export function Prose({ text }: { text: string }) {
  return (
    <>
      {text.split('`').map((part, index) =>
        index % 2 === 0 ? (
          part
        ) : (
          <span key={index} class="value">
            {part}
          </span>
        ),
      )}
    </>
  );
}
