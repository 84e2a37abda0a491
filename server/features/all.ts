import type { Session } from '../session.ts';
import { answerCodeActions } from './code-actions.ts';
import { answerCompletion } from './completion.ts';
import { answerHover } from './hover.ts';
import { answerLenses } from './lenses.ts';
import { answerLibraries } from './libraries.ts';
import { answerNames } from './names.ts';
import { answerStructure } from './structure.ts';

/** Answers every request for an editor feature. */
export function answerFeatureRequests(session: Session): void {
  answerCompletion(session);
  answerHover(session);
  answerNames(session);
  answerLenses(session);
  answerStructure(session);
  answerCodeActions(session);
  answerLibraries(session);
}
