/**
 * Asks one question at a time. Of the questions that arrive meanwhile, only the last is asked, so that a dragged slider
 * always ends with the right answer.
 */
export function latestOnly<Q, A>(
  ask: (question: Q) => Promise<A>,
  answered: (answer: A, question: Q) => void,
  failed: (error: Error) => void,
): (question: Q) => void {
  let busy = false;
  let next: { question: Q } | null = null;

  const run = async (question: Q) => {
    busy = true;
    try {
      answered(await ask(question), question);
    } catch (error) {
      failed(error instanceof Error ? error : new Error(String(error)));
    }
    busy = false;
    const waiting = next;
    next = null;
    if (waiting !== null) void run(waiting.question);
  };

  return question => {
    if (busy) next = { question };
    else void run(question);
  };
}
