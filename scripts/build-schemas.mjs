// Compiles the JSON Schemas of the documents that people write into plain code, so that nothing is evaluated at run
// time and the validators also run in a browser: `node scripts/build-schemas.mjs`. Does nothing where it is up to date.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const generated = path.join(root, 'language/source/schema/generated');
const output = path.join(generated, 'validators.js');
const types = path.join(generated, 'validators.d.ts');

/** Schema to the name under which its validators are exported. */
const compiled = {
  'rule-set': 'ruleSet',
  samples: 'samples',
  config: 'config',
};

/** Keywords that say something to people and editors, and nothing to a validator: they stay out of the code. */
const annotations = [
  'title',
  'description',
  'default',
  'examples',
  'alsoKnownAs',
  'describedBy',
  'enumDescriptions',
  'errorMessage',
  'expects',
  'patternErrorMessage',
  'spelling',
  'suggestionDescriptions',
  'suggestions',
];

/** Formats that the schemas use; what they mean stands in language/source/schema/schema-formats.ts. */
const formats = ['date-time', 'regex', 'timezone'];

/** @returns true where the code was built, false where it was up to date. */
export async function buildSchemas() {
  const sources = await Promise.all(
    Object.keys(compiled).map(name => readFile(path.join(root, 'schemas', `${name}.schema.json`), 'utf8')),
  );
  const stamp = `// ${digestOf([...sources, await readFile(fileURLToPath(import.meta.url), 'utf8'), versions()])}`;
  if (existsSync(types) && existsSync(output) && readFileSync(output, 'utf8').startsWith(stamp)) return false;
  const schemas = sources.map(source => JSON.parse(source));
  const first = await validators(schemas, false);
  const all = await validators(schemas, true);
  const names = Object.values(compiled);
  const bundle = await bundled(
    { first, all },
    `export { ${names.map(name => `${name} as ${name}FirstError`).join(', ')} } from 'validators:first';\n` +
      `export { ${names.map(name => `${name} as ${name}AllErrors`).join(', ')} } from 'validators:all';\n`,
  );
  await mkdir(generated, { recursive: true });
  await replaceFile(types, declarations(names));
  await replaceFile(output, `${stamp}\n${bundle}`);
  return true;
}

async function validators(schemas, allErrors) {
  const [{ default: Ajv }, { _ }, { default: standaloneCode }] = await Promise.all([
    import('ajv/dist/2020.js').then(module => module.default),
    import('ajv'),
    import('ajv/dist/standalone/index.js').then(module => module.default),
  ]);
  const ajv = new Ajv({
    schemas: schemas.map(schema => withoutAnnotations(schema, schema.$defs)),
    allErrors,
    strict: true,
    // Conditionals speak of what is declared beside them.
    strictRequired: false,
    strictTypes: false,
    allowUnionTypes: true,
    messages: false,
    // Names of our formats in the code; `bundled` puts the import there.
    code: { source: true, esm: true, lines: true, formats: _`formats` },
    // A definition that is used often becomes one function, instead of standing in the code as often.
    inlineRefs: false,
    formats: Object.fromEntries(formats.map(name => [name, () => true])),
  });
  // No schema of ours asks which parts were evaluated: without this the code is a third smaller.
  ajv.opts.unevaluated = false;
  const ids = Object.values(compiled).map((name, index) => [name, schemas[index].$id]);
  return standaloneCode(ajv, Object.fromEntries(ids));
}

/** Keywords whose content is a schema, a list of schemas, or schemas by name; the content of all others is data. */
const applicators = ['additionalProperties', 'items', 'not', 'if', 'then', 'else'];
const listApplicators = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const mapApplicators = ['properties', 'patternProperties', '$defs'];

function withoutAnnotations(schema, definitions) {
  if (typeof schema === 'boolean') return schema;
  const inside = each => withoutAnnotations(each, definitions);
  const entries = Object.entries(schema).filter(([keyword]) => !annotations.includes(keyword));
  return Object.fromEntries(
    entries.map(([keyword, content]) => {
      // In place: an error in a definition that is called would not say which key it speaks of.
      if (keyword === 'propertyNames') return [keyword, inside(definitions[content.$ref.slice('#/$defs/'.length)])];
      if (keyword === 'pattern') return [keyword, boundedPattern(schema)];
      if (applicators.includes(keyword)) return [keyword, inside(content)];
      if (listApplicators.includes(keyword)) return [keyword, content.map(inside)];
      if (!mapApplicators.includes(keyword)) return [keyword, content];
      return [keyword, Object.fromEntries(Object.entries(content).map(([name, each]) => [name, inside(each)]))];
    }),
  );
}

/** Matches nothing longer than `maxLength`: on a text of megabytes a pattern with repeated groups exhausts the stack. */
function boundedPattern({ pattern, maxLength }) {
  if (maxLength === undefined) return pattern;
  if (!pattern.startsWith('^'))
    throw new Error(`A pattern with a maxLength begins with ^, and this does not: ${pattern}`);
  return `^(?=[^]{0,${maxLength}}$)${pattern.slice(1)}`;
}

/** One self-contained module: the runtime functions of Ajv come along, the formats stay an import. */
async function bundled(modules, entry) {
  const { build } = await import('esbuild');
  const validators = {
    name: 'validators',
    setup(builder) {
      builder.onResolve({ filter: /^validators:/ }, ({ path: id }) => ({ path: id, namespace: 'validators' }));
      builder.onLoad({ filter: /.*/, namespace: 'validators' }, ({ path: id }) => ({
        contents: `import { formats } from '../schema-formats.ts';\n${modules[id.slice('validators:'.length)]}`,
        resolveDir: root,
      }));
    },
  };
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: root },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    minifySyntax: true,
    external: ['../schema-formats.ts'],
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [validators],
  });
  return outputFiles[0].text;
}

function declarations(names) {
  const each = names.flatMap(name => [
    `/** Stops at the first error. */\nexport declare const ${name}FirstError: Validator;`,
    `/** Goes on to the end: only for values of bounded size. */\nexport declare const ${name}AllErrors: Validator;`,
  ]);
  return `/** An error as Ajv reports it, without its message. */
export interface ValidationError {
  /** JSON Pointer into the value. */
  instancePath: string;
  /** URI fragment of the keyword in its schema. */
  schemaPath: string;
  keyword: string;
  params: Record<string, unknown>;
  /** Where the key itself breaks the schema. */
  propertyName?: string;
}

export interface Validator {
  (value: unknown): boolean;
  errors?: ValidationError[] | null;
}

${each.join('\n')}
`;
}

function digestOf(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
}

function versions() {
  const require = createRequire(import.meta.url);
  return ['ajv', 'esbuild'].map(name => require(`${name}/package.json`).version).join(' ');
}

/** Never leaves half a file where several builds run at once. */
async function replaceFile(file, text) {
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, text);
  await rename(draft, file);
}

/** For vitest, which runs this before the tests. */
export async function setup() {
  await buildSchemas();
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await buildSchemas();
