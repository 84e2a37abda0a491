import type { ComponentChild } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Row } from './rows.ts';

/** Up to this many rows are all rendered. */
const allUpTo = 200;
const chunkSize = 50;
/** The assumed height in CSS pixels of a row that was never rendered. */
const guessedHeight = 24;

interface LazyRowsProps {
  rows: readonly Row[];
  /** Keys of the rows that must be rendered even if they are not visible. */
  needed: readonly (string | null)[];
  render: (row: Row) => ComponentChild;
}

/** Rows, of which only those near the visible part are rendered, so that a thousand rules cost no more than fifty. */
export function LazyRows({ rows, needed, render }: LazyRowsProps) {
  if (rows.length <= allUpTo) return <>{rows.map(render)}</>;
  const chunks: Row[][] = [];
  for (let i = 0; i < rows.length; i += chunkSize) chunks.push(rows.slice(i, i + chunkSize));
  return (
    <>
      {chunks.map((chunk, i) => (
        <Chunk
          key={i}
          rows={chunk}
          first={i === 0}
          needed={chunk.some(({ key }) => needed.includes(key))}
          render={render}
        />
      ))}
    </>
  );
}

interface ChunkProps {
  rows: readonly Row[];
  first: boolean;
  needed: boolean;
  render: (row: Row) => ComponentChild;
}

function Chunk({ rows, first, needed, render }: ChunkProps) {
  const element = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(first);
  const [height, setHeight] = useState<{ rows: number; pixels: number } | null>(null);
  useEffect(() => {
    const watched = element.current;
    if (watched === null) return;
    const observer = new IntersectionObserver(
      entries => {
        const entry = entries.at(-1);
        if (entry === undefined) return;
        setNear(entry.isIntersecting);
        if (!entry.isIntersecting) setHeight({ rows: rows.length, pixels: entry.boundingClientRect.height });
      },
      { rootMargin: '600px', scrollMargin: '600px' },
    );
    observer.observe(watched);
    return () => observer.disconnect();
  }, [rows.length]);
  const pixels = height?.rows === rows.length && height.pixels > 0 ? height.pixels : rows.length * guessedHeight;
  return (
    <div ref={element} role="none" style={near || needed ? {} : { height: `${pixels}px` }}>
      {(near || needed) && rows.map(render)}
    </div>
  );
}
