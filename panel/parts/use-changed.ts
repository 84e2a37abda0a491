import { useEffect, useRef, useState } from 'preact/hooks';

/** How long a change stays marked, in milliseconds. */
const markedFor = 1200;

/** The class that marks an element for a moment after its value changed. Null means no value yet; the first value is not a change. */
export function useChanged(value: string | null): 'changed' | '' {
  const before = useRef(value);
  const [changed, setChanged] = useState(false);
  useEffect(() => {
    if (before.current === value) return;
    const first = before.current === null;
    before.current = value;
    if (first) return;
    setChanged(true);
    const timer = setTimeout(() => setChanged(false), markedFor);
    return () => clearTimeout(timer);
  }, [value]);
  return changed ? 'changed' : '';
}
