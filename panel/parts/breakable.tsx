/** A name that may break after its dots and underscores, and nowhere else while that is enough. */
export function Breakable({ name }: { name: string }) {
  return (
    <>
      {name.split(/(?<=[._])/).map((part, i) => (
        <span key={i}>
          {i > 0 && <wbr />}
          {part}
        </span>
      ))}
    </>
  );
}
