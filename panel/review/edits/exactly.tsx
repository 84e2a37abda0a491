import type { InputKind } from '../../../report/outcome-changes.ts';
import { ConditionView } from '../regions/condition-view.tsx';
import { RegionScope } from '../regions/region-scope.tsx';

/** The exact conditions of a kind of input as CEL: one for each period. */
export function Exactly({ kind: { regions } }: { kind: InputKind }) {
  return (
    <ul class="exactly">
      {regions.map(region => (
        <li key={region.id}>
          <RegionScope region={region} />
          <ConditionView condition={region.condition} />
        </li>
      ))}
    </ul>
  );
}
