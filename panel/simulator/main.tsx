import '@vscode/codicons/dist/codicon.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/layout.css';
import './styles/decision.css';
import './styles/form.css';
import './styles/why.css';
import './styles/handoff.css';
import { render } from 'preact';
import type { VsCodeApi } from './host/connection.ts';
import { Simulator } from './simulator.tsx';

declare function acquireVsCodeApi(): VsCodeApi;

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element with the id root.');
render(<Simulator api={acquireVsCodeApi()} />, root);
