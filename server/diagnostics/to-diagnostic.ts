import { DiagnosticSeverity, DiagnosticTag, type Diagnostic } from 'vscode-languageserver';
import { visibleText } from '../../engine/model/visible-text.ts';
import type { Finding, FindingSeverity } from '../../language/findings/finding.ts';
import { relatedPlaces } from '../../language/findings/merge.ts';
import { findingDefinition, findingPage } from '../../language/findings/index.ts';
import { documentation } from '../product.ts';
import type { ClientAbilities } from '../protocol/client-abilities.ts';

/** The `data` of a diagnostic. Fixes are not included: clients request them as code actions. */
export type DiagnosticData = Pick<Finding, 'rule' | 'witness' | 'assumptions'>;

export function toDiagnostic(
  finding: Finding,
  client: ClientAbilities,
  forClient: (uri: string) => string,
): Diagnostic {
  const { code, severity, message, range, rule, witness, assumptions, faded } = finding;
  const related = relatedPlaces(finding);
  const diagnostic: Diagnostic = {
    range,
    severity: severities[severity],
    code,
    source: 'handrail',
    message: visibleText(message),
  };
  if (client.codeDescription && findingDefinition(code) !== undefined) {
    diagnostic.codeDescription = { href: documentation + findingPage(code) };
  }
  if (client.relatedInformation && related.length > 0) {
    diagnostic.relatedInformation = related.map(place => ({
      message: visibleText(place.message),
      location: { uri: forClient(place.uri), range: place.range },
    }));
  }
  if (faded && client.diagnosticTags.includes(DiagnosticTag.Unnecessary)) diagnostic.tags = [DiagnosticTag.Unnecessary];
  if (client.diagnosticData) {
    const data: DiagnosticData = { rule, witness, assumptions };
    diagnostic.data = data;
  }
  return diagnostic;
}

const severities: Readonly<Record<FindingSeverity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
