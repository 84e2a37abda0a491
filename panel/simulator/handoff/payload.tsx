import type { AssembledPayload, PayloadError } from '../../../engine/model/decision-record.ts';
import { printJson } from '../input/edit-text.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { PlaceLink } from '../../parts/place-link.tsx';
import { useChanged } from '../../parts/use-changed.ts';
import { shortDigest } from '../../../engine/model/short-digest.ts';
import { count } from '../../words/format.ts';

/** The payload of the handoff, field by field, each with its schema errors. */
export function Payload({ payload }: { payload: AssembledPayload }) {
  const { contract, data, digest, errors } = payload;
  const changed = useChanged(digest);
  const fields = Object.keys(data);
  const elsewhere = errors.filter(error => !fields.some(field => concerns(error, field)));
  return (
    <section class="payload">
      <h3>
        Payload{' '}
        <PlaceLink place={{ payload: contract }} class="value">
          {contract}
        </PlaceLink>
      </h3>
      <div class="meta">
        {errors.length === 0 ? (
          <span class="met">
            <Icon name="check" /> valid
          </span>
        ) : (
          <span class="unmet">
            <Icon name="error" /> {count(errors.length, 'error')}
          </span>
        )}
        <span class={changed}>
          digest{' '}
          <span class="value" title={digest}>
            {shortDigest(digest)}…
          </span>
          <CopyButton text={digest} what="the digest of the payload" />
        </span>
        <span>
          JSON
          <CopyButton text={printJson(data)} what="the payload as JSON" />
        </span>
      </div>
      <Errors errors={elsewhere} />
      <dl class="payload-fields">
        {fields.map(field => (
          <div key={field}>
            <dt class="value">{field}</dt>
            <dd>
              <pre class="value">{printJson(data[field] ?? null)}</pre>
              <Errors errors={errors.filter(error => concerns(error, field))} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** True if an error is about a field or something inside it (JSON Pointer, RFC 6901). */
function concerns({ path }: PayloadError, field: string): boolean {
  const pointer = `/${field.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return path === pointer || path.startsWith(`${pointer}/`);
}

function Errors({ errors }: { errors: readonly PayloadError[] }) {
  if (errors.length === 0) return null;
  return (
    <ul class="payload-errors">
      {errors.map(({ path, message }, i) => (
        <li key={i} class="unmet">
          <Icon name="error" />
          <span>
            {path !== '' && <span class="value">{path} </span>}
            {message}
          </span>
        </li>
      ))}
    </ul>
  );
}
