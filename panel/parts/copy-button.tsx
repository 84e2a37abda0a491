import { useEffect, useState } from 'preact/hooks';
import { useEditor } from './editor.ts';
import { IconButton } from './icon-button.tsx';

/** A button that copies a text, and shows for a moment that it did. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const editor = useEditor();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => void editor.copy(text).then(setCopied);
  return <IconButton icon={copied ? 'check' : 'copy'} label={copied ? 'Copied' : `Copy ${what}`} onClick={copy} />;
}
