import '@vscode/codicons/dist/codicon.css';
import '../styles/base.css';
import '../styles/controls.css';
import '../styles/messages.css';
import '../styles/pictures.css';
import '../styles/trace.css';
import './styles/layout.css';
import './styles/regions.css';
import './styles/map.css';
import './styles/approving.css';
import { render } from 'preact';
import { Review } from './review.tsx';
import type { ReviewApi } from './use-review.ts';

declare function acquireVsCodeApi(): ReviewApi;

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element with the id root.');
render(<Review api={acquireVsCodeApi()} />, root);
