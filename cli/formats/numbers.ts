export { counted, number } from '../../report/counts.ts';
