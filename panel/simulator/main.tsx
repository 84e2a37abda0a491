import '@vscode/codicons/dist/codicon.css';
import '../styles/base.css';
import '../styles/controls.css';
import '../styles/messages.css';
import './styles/layout.css';
import './styles/decision.css';
import './styles/form.css';
import '../styles/trace.css';
import './styles/handoff.css';
import { render } from 'preact';
import { Simulator } from './simulator.tsx';
import type { SimulatorApi } from './use-simulation.ts';

declare function acquireVsCodeApi(): SimulatorApi;

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element with the id root.');
render(<Simulator api={acquireVsCodeApi()} />, root);
