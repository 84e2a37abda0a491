/** Work left for a question, in words of clauses examined rather than time, so that answers are the same on every machine. */
export interface Budget {
  left: number;
}
