/** A name that preferably breaks after its dots and underscores. */
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
