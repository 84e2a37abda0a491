export interface PageDocument {
  title: string;
  scriptUri: string;
  styleUri: string;
  /** The source from which the page may load its style sheet and icon font: `webview.cspSource`. */
  cspSource: string;
  /** The nonce of the script, new for every page. */
  nonce: string;
  /** The language tag of the page's texts, such as `en`. */
  language: string;
}

/** A page of the panel as HTML. Only its own script, style sheet and font can run or load in it. */
export function pageDocument({ title, scriptUri, styleUri, cspSource, nonce, language }: PageDocument): string {
  const policy = `default-src 'none'; style-src ${cspSource}; font-src ${cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${escape(language)}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${escape(policy)}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${escape(title)}</title>
  <link rel="stylesheet" href="${escape(styleUri)}">
</head>
<body>
  <div id="root"></div>
  <script type="module" nonce="${escape(nonce)}" src="${escape(scriptUri)}"></script>
</body>
</html>
`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
