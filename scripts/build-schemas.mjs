// `node scripts/build-schemas.mjs` compiles the JSON Schemas of the documents that people write into plain code, so that
// no code is generated at run time and the validators also run in a browser, and puts the texts of the built-in libraries
// into a module. Does nothing if all of this is up to date.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildLibraries } from './build-libraries.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const generated = path.join(root, 'language/source/schema/generated');
const output = path.join(generated, 'validators.js');
const types = path.join(generated, 'validators.d.ts');

/** The compiled schemas, each with the name under which its validators are exported. */
const compiled = {
  'rule-set': 'ruleSet',
  samples: 'samples',
  config: 'config',
};

/** Keywords for people and editors, which validation does not need. */
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
  'writtenAs',
];

/** The formats that the schemas use; language/source/schema/schema-formats.ts implements them. */
const formats = ['date-time', 'regex', 'timezone'];

/** @returns true if the validators were built, false if they were up to date */
export async function buildSchemas() {
  await buildLibraries();
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
  const [{ default: Ajv }, { _ }, names, { default: standaloneCode }] = await Promise.all([
    import('ajv/dist/2020.js').then(module => module.default),
    import('ajv'),
    // Node's interoperation keeps the `default` of a CommonJS module apart, Vitest's does not.
    import('ajv/dist/compile/names.js').then(module => module.default.default ?? module.default),
    import('ajv/dist/standalone/index.js').then(module => module.default),
  ]);
  const ajv = new Ajv({
    schemas: schemas.map(schema => withoutAnnotations(schema, schema.$defs)),
    allErrors,
    strict: true,
    // Conditionals refer to properties that are declared outside them.
    strictRequired: false,
    strictTypes: false,
    allowUnionTypes: true,
    messages: false,
    // The code refers to `formats`; `bundled` adds the import.
    code: { source: true, esm: true, lines: true, formats: _`formats` },
    // Each definition becomes one function instead of being repeated at every use.
    inlineRefs: false,
    formats: Object.fromEntries(formats.map(name => [name, () => true])),
  });
  // No schema here uses `unevaluatedProperties` or `unevaluatedItems`. Without them, the code is a third smaller.
  ajv.opts.unevaluated = false;
  ajv.addKeyword(since(_, names));
  const ids = Object.values(compiled).map((name, index) => [name, schemas[index].$id]);
  return standaloneCode(ajv, Object.fromEntries(ids));
}

/**
 * The keyword `since`: the version of the language, `escalation`, from which a value is known; `{ deny: 2 }` for certain values. In a document of an
 * earlier version, the value is an error.
 */
function since(_, { rootData }) {
  const isEarlier = version => _`${rootData}.escalation < ${version}`;
  return {
    keyword: 'since',
    schemaType: ['number', 'object'],
    error: {
      params: ({ schema, data }) => _`{version: typeof ${schema} == "number" ? ${schema} : ${schema}[${data}]}`,
    },
    code(context) {
      const { schema, data } = context;
      if (typeof schema === 'number') return context.fail(isEarlier(schema));
      for (const [value, version] of Object.entries(schema))
        context.fail(_`${data} === ${value} && ${isEarlier(version)}`);
    },
  };
}

/** Keywords that contain a schema, a list of schemas, or schemas by name. The content of other keywords is data. */
const applicators = ['additionalProperties', 'items', 'not', 'if', 'then', 'else'];
const listApplicators = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const mapApplicators = ['properties', 'patternProperties', '$defs'];

function withoutAnnotations(schema, definitions) {
  if (typeof schema === 'boolean') return schema;
  const inside = each => withoutAnnotations(each, definitions);
  const entries = Object.entries(schema).filter(([keyword]) => !annotations.includes(keyword));
  return Object.fromEntries(
    entries.map(([keyword, content]) => {
      // Inlined, because an error in a called definition would not say which key it is about.
      if (keyword === 'propertyNames') return [keyword, inside(definitions[content.$ref.slice('#/$defs/'.length)])];
      if (keyword === 'pattern') return [keyword, boundedPattern(schema)];
      if (applicators.includes(keyword)) return [keyword, inside(content)];
      if (listApplicators.includes(keyword)) return [keyword, content.map(inside)];
      if (!mapApplicators.includes(keyword)) return [keyword, content];
      return [keyword, Object.fromEntries(Object.entries(content).map(([name, each]) => [name, inside(each)]))];
    }),
  );
}

/** Limits a pattern to `maxLength`: on megabytes of text, a pattern with repeated groups exhausts the stack. */
function boundedPattern({ pattern, maxLength }) {
  if (maxLength === undefined) return pattern;
  if (!pattern.startsWith('^')) throw new Error(`A pattern with a maxLength must begin with ^: ${pattern}`);
  return `^(?=[^]{0,${maxLength}}$)${pattern.slice(1)}`;
}

/** Bundles the modules and the runtime functions of Ajv into one; only the formats are still imported. */
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
    `/** Reports all errors; only for values of bounded size. */\nexport declare const ${name}AllErrors: Validator;`,
  ]);
  return `/** An error as Ajv reports it, without its message. */
export interface ValidationError {
  /** JSON Pointer into the value. */
  instancePath: string;
  /** URI fragment of the keyword in its schema. */
  schemaPath: string;
  keyword: string;
  params: Record<string, unknown>;
  /** The key, if the key itself violates the schema. */
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

/** Replaces a file atomically, since several builds may run at once. */
async function replaceFile(file, text) {
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, text);
  await rename(draft, file);
}

/** Called by Vitest before the tests. */
export async function setup() {
  await buildSchemas();
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await buildSchemas();
