import { decide, grantsOfCase } from '../../engine/index.ts';
import { expectationOf } from '../../engine/model/expectation.ts';
import { parseTimestamp } from '../../engine/model/time/timestamp.ts';
import { samplesOf } from '../../language/features/projects.ts';
import { freeName } from '../../language/features/witnesses.ts';
import type { AddSampleResult, AddSamplesParams } from '../../protocol/server.ts';
import { InvalidParams } from '../protocol/requests.ts';
import type { Session } from '../session.ts';
import { orRefused, sampleOf, samplesEdit } from '../simulator/add-sample.ts';
import { compiledVersion, versionAt } from './versions.ts';

/** The edit that adds inputs as samples, each with its decision as the expected one. @throws ResponseError if they cannot be added */
export async function addSamples(session: Session, { uri, samples }: AddSamplesParams): Promise<AddSampleResult> {
  const version = await versionAt(session, uri);
  const compiled = compiledVersion(version);
  if (compiled === null) throw new InvalidParams('The rule set has errors, so it decides on no sample.');
  const present = await samplesOf(session.queries, version.uri);
  const taken = new Set(present.flatMap(({ cases }) => cases.map(({ sample }) => sample.name)));
  const made = samples.map(({ name, input, at, grants = [] }) => {
    const time = (at === null ? undefined : parseTimestamp(at)) ?? session.environment.clock();
    const issued = grants.length === 0 ? {} : { grants: grantsOfCase(compiled, grants, input, time) };
    const record = decide(compiled, input, { at: time, trace: false, ...issued });
    const free = freeName(name, taken);
    taken.add(free);
    // A sample must give the same result tomorrow, so "now" becomes the time of this decision.
    const given = { name: free, input, at: at ?? record.at, expect: expectationOf(record) };
    return sampleOf(grants.length === 0 ? given : { ...given, grants: [...grants] });
  });
  return orRefused(await samplesEdit(session, uri, made));
}
