// bench/diff/part.ts
import { parse as parse3 } from "yaml";

// engine/model/json.ts
function isJsonObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function ownValue(object, key) {
  return isJsonObject(object) && Object.hasOwn(object, key) ? object[key] : void 0;
}
function valueAtPath(document, path2) {
  let value = document;
  for (const key of path2) {
    value = ownValue(value, key);
    if (value === void 0) return void 0;
  }
  return value;
}

// engine/condition/compile-condition.ts
var deepest = 30;
function compileCondition(source, checker, path2) {
  const problems = [];
  return { condition: compile(source, path2, 0), problems };
  function compile(part, at, depth) {
    if (typeof part === "boolean") {
      return {
        kind: "constant",
        value: part,
        text: String(part),
        span: { path: at, start: 0, end: String(part).length }
      };
    }
    if (typeof part === "string") {
      const checked = checker.condition(part, at);
      problems.push(...checked.problems.map((problem) => ({ ...problem, path: at })));
      return checked.condition ?? { kind: "broken", text: part, span: { path: at, start: 0, end: part.length } };
    }
    const span2 = { path: at, start: 0, end: 0 };
    if (depth < deepest && isJsonObject(part)) {
      if ("all" in part && Array.isArray(part.all)) return group("all", part.all, at, depth);
      if ("any" in part && Array.isArray(part.any)) return group("any", part.any, at, depth);
      if ("not" in part)
        return { kind: "not", operand: compile(part.not, [...at, "not"], depth + 1), text: "not", span: span2 };
    }
    const message = depth < deepest ? "A condition is an expression, `all:`, `any:` or `not:`." : `Conditions are nested more than ${deepest} levels deep.`;
    problems.push({ kind: "syntax", message, start: 0, end: 0, path: at });
    return { kind: "broken", text: "?", span: span2 };
  }
  function group(kind, parts, at, depth) {
    const operands = parts.map((operand, index) => compile(operand, [...at, kind, index], depth + 1));
    return { kind, operands, text: kind, span: { path: at, start: 0, end: 0 } };
  }
}

// engine/condition/declarations.ts
import { Environment } from "@marcbachmann/cel-js/evaluator";

// engine/condition/cel-functions.ts
import { EvaluationError } from "@marcbachmann/cel-js";
import { Duration } from "@marcbachmann/cel-js/evaluator";

// engine/condition/duration.ts
var unitsInMs = {
  ns: 1e-6,
  us: 1e-3,
  \u00B5s: 1e-3,
  ms: 1,
  s: 1e3,
  m: 6e4,
  h: 36e5,
  d: 864e5
};
var goForm = /^([+-]?)((?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h|d))+$/;
var isoForm = /^([+-]?)P(?=[\dT])(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
var longestMs = 315576e9;
function parseDuration(text2) {
  if (text2.length > 60) return void 0;
  const milliseconds2 = parseGo(text2) ?? parseIso(text2);
  return milliseconds2 !== void 0 && Math.abs(milliseconds2) <= longestMs ? toNanosecond(milliseconds2) : void 0;
}
function toNanosecond(milliseconds2) {
  const nanoseconds = milliseconds2 * 1e6;
  return Number.isSafeInteger(Math.round(nanoseconds)) ? Math.round(nanoseconds) / 1e6 : milliseconds2;
}
function parseGo(text2) {
  if (text2 === "0") return 0;
  const match = goForm.exec(text2);
  if (!match) return void 0;
  let sum = 0;
  for (const [, amount, unit] of text2.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h|d)/g)) {
    sum += Number(amount) * (unitsInMs[unit ?? ""] ?? Number.NaN);
  }
  return match[1] === "-" ? -sum : sum;
}
function parseIso(text2) {
  const match = isoForm.exec(text2);
  if (!match) return void 0;
  const [, sign, weeks = "0", days = "0", hours = "0", minutes = "0", seconds = "0"] = match;
  const sum = Number(weeks) * 6048e5 + Number(days) * 864e5 + Number(hours) * 36e5 + Number(minutes) * 6e4 + Number(seconds) * 1e3;
  return sign === "-" ? -sum : sum;
}
function describeDuration(milliseconds2) {
  const sign = milliseconds2 < 0 ? "-" : "";
  let rest2 = Math.abs(milliseconds2);
  if (rest2 < 1e3) return `${sign}${Number(rest2.toPrecision(6))} ms`;
  const parts = [];
  for (const [unit, size] of [
    ["d", 864e5],
    ["h", 36e5],
    ["min", 6e4]
  ]) {
    if (rest2 < size) {
      if (parts.length > 0) break;
      continue;
    }
    parts.push(`${Math.floor(rest2 / size)} ${unit}`);
    rest2 %= size;
    if (parts.length === 2) break;
  }
  if (parts.length < 2 && rest2 >= 1e3) parts.push(`${Number((rest2 / 1e3).toPrecision(4))} s`);
  return sign + parts.join(" ");
}
function formatDuration(milliseconds2) {
  if (milliseconds2 === 0) return "0s";
  let rest2 = Math.abs(milliseconds2);
  let text2 = milliseconds2 < 0 ? "-" : "";
  for (const [unit, size] of [
    ["h", 36e5],
    ["m", 6e4],
    ["s", 1e3]
  ]) {
    const count = Math.floor(rest2 / size);
    if (count > 0) text2 += `${count}${unit}`;
    rest2 -= count * size;
  }
  return rest2 === 0 ? text2 : `${text2}${Number(rest2.toFixed(6))}ms`;
}

// engine/condition/recognise.ts
import { RE2JS } from "re2js";

// engine/condition/syntax-tree.ts
function operandsOf(node) {
  switch (node.op) {
    case "value":
    case "id":
      return [];
    case ".":
    case ".?":
      return [node.args[0]];
    case "call":
      return node.args[1];
    case "rcall":
      return [node.args[1], ...node.args[2]];
    case "list":
      return node.args;
    case "map":
      return node.args.flat();
    case "!_":
    case "-_":
      return [node.args];
    default:
      return node.args;
  }
}
var comprehensions = /* @__PURE__ */ new Set(["exists", "all", "exists_one", "map", "filter"]);
function bindingOf(node) {
  if (node.op !== "rcall") return void 0;
  const [method, receiver, args] = node.args;
  const [first, ...rest2] = args;
  if (first?.op !== "id") return void 0;
  if (comprehensions.has(method) && rest2.length > 0) return { name: first.args, source: receiver, inside: rest2 };
  const [value, body] = rest2;
  if (method === "bind" && receiver.op === "id" && receiver.args === "cel" && value && body) {
    return { name: first.args, source: value, inside: [body] };
  }
  return void 0;
}
function flatten(node, operator) {
  const operands = [];
  const pending = [node];
  for (let at = pending.pop(); at; at = pending.pop()) {
    if (at.op === operator) pending.push(at.args[1], at.args[0]);
    else operands.push(at);
  }
  return operands;
}
function depthOf(node) {
  let deepest4 = 0;
  const pending = [{ at: node, depth: 1 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { at, depth } = next;
    deepest4 = Math.max(deepest4, depth);
    const operands = at.op === "&&" || at.op === "||" ? flatten(at, at.op) : operandsOf(at);
    for (const operand of operands) pending.push({ at: operand, depth: depth + 1 });
  }
  return deepest4;
}
function dottedName(node) {
  if (node.op === "id") return [node.args];
  if (node.op !== ".") return void 0;
  const names = dottedName(node.args[0]);
  names?.push(node.args[1]);
  return names;
}
function textRange(node) {
  const { input } = node;
  let { start, end } = node;
  const { opened: opened2, closed } = unbalanced(input, start, end);
  for (let missing = closed; missing > 0 && start > 0; ) if (input[--start] === "(") missing--;
  for (let missing = opened2; missing > 0 && end < input.length; ) if (input[end++] === ")") missing--;
  return { start, end };
}
function unbalanced(text2, start, end) {
  let opened2 = 0;
  let closed = 0;
  for (let i = start; i < end; i++) {
    const character = text2[i];
    if (character === "(") opened2++;
    else if (character === ")") {
      if (opened2 > 0) opened2--;
      else closed++;
    } else if (character === '"' || character === "'") i = endOfString(text2, i) - 1;
    else if (character === "/" && text2[i + 1] === "/") while (i < end && text2[i] !== "\n") i++;
  }
  return { opened: opened2, closed };
}
function endOfString(text2, at) {
  const quote = text2[at] ?? "";
  const triple = text2.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
  const raw = /[rR]/.test(text2[at - 1] ?? "");
  let i = at + triple.length;
  while (i < text2.length && !text2.startsWith(triple, i)) i += text2[i] === "\\" && !raw ? 2 : 1;
  return i + triple.length;
}

// engine/condition/linear.ts
function monotoneFunction(node, signalNamed, constantOf) {
  const name = dottedName(node)?.join(".");
  if (name !== void 0) {
    const signal = signalNamed(name);
    return signal && { signal: name, type: signal.type, rising: true, apply: (value) => value, ...rangeOf(signal) };
  }
  if (node.op === "call" && node.args[0] === "double" && node.args[1].length === 1) {
    const [argument] = node.args[1];
    return argument && then(monotoneFunction(argument, signalNamed, constantOf), Number, false);
  }
  if (node.op === "-_") return then(monotoneFunction(node.args, signalNamed, constantOf), (value) => -value, true);
  if (node.op !== "+" && node.op !== "-" && node.op !== "*" && node.op !== "/") return void 0;
  const [left, right] = node.args;
  const constants = { left: constantOf(left), right: constantOf(right) };
  if (constants.left === void 0 === (constants.right === void 0)) return void 0;
  const inner = monotoneFunction(constants.left === void 0 ? left : right, signalNamed, constantOf);
  const constant = constants.left ?? constants.right ?? 0;
  switch (node.op) {
    case "+":
      return then(inner, (value) => add(value, constant), false);
    case "-":
      return constants.left === void 0 ? then(inner, (value) => add(value, -constant), false) : then(inner, (value) => add(-value, constant), true);
    case "*":
      return constant === 0 ? void 0 : then(inner, (value) => multiply(value, constant), constant < 0);
    case "/":
      if (constants.right === void 0 || constant === 0 || isInt(inner)) return void 0;
      return then(inner, (value) => Number(value) / constant, constant < 0);
  }
}
function then(inner, step, falls) {
  if (!inner) return void 0;
  const whole = { ...inner, rising: inner.rising !== falls, apply: (value) => step(inner.apply(value)) };
  return [whole.lowest, whole.highest].every((extreme) => fits(whole.apply(extreme))) ? whole : void 0;
}
function isInt(f) {
  return f !== void 0 && typeof f.apply(f.lowest) === "bigint";
}
function rangeOf({ type, minimum, maximum }) {
  if (type === "double") return { lowest: -Number.MAX_VALUE, highest: Number.MAX_VALUE };
  const [low, high] = [Math.ceil(minimum ?? -Infinity), Math.floor(maximum ?? Infinity)];
  const { MIN_SAFE_INTEGER, MAX_SAFE_INTEGER: MAX_SAFE_INTEGER2 } = Number;
  return { lowest: BigInt(Math.max(low, MIN_SAFE_INTEGER)), highest: BigInt(Math.min(high, MAX_SAFE_INTEGER2)) };
}
function fits(value) {
  return typeof value === "number" || BigInt.asIntN(64, value) === value;
}
function add(value, constant) {
  return typeof value === "bigint" ? value + BigInt(constant) : value + constant;
}
function multiply(value, constant) {
  return typeof value === "bigint" ? value * BigInt(constant) : value * constant;
}
var integerLine = { last: BigInt(Number.MAX_SAFE_INTEGER), valueAt: (key) => key };
var pattern = new BigInt64Array(1);
var double = new Float64Array(pattern.buffer);
var doubleLine = {
  last: 0x7fefffffffffffffn,
  valueAt: (key) => {
    pattern[0] = key < 0n ? -key : key;
    const magnitude = double[0] ?? 0;
    return key < 0n ? -magnitude : magnitude;
  }
};
function solve(f, operator, constant) {
  const line = f.type === "int" ? integerLine : doubleLine;
  const valueAt2 = (key) => line.valueAt(f.rising ? key : -key);
  const on = firstKey(line, (key) => f.apply(valueAt2(key)) >= constant);
  const beyond = firstKey(line, (key) => f.apply(valueAt2(key)) > constant);
  switch (operator) {
    case "<":
      return split(f, line, on, true, true);
    case ">=":
      return split(f, line, on, false, true);
    case "<=":
      return split(f, line, beyond, true, false);
    case ">":
      return split(f, line, beyond, false, false);
    case "==":
    case "!=": {
      const negated2 = operator === "!=";
      if (on === beyond) return { kind: "between", signal: f.signal, low: 1, high: 0, negated: negated2 };
      const [a, b] = [Number(valueAt2(on)), Number(valueAt2(beyond - 1n))];
      if (a === b) return { kind: "compare", signal: f.signal, operator, value: a };
      return { kind: "between", signal: f.signal, low: Math.min(a, b), high: Math.max(a, b), negated: negated2 };
    }
  }
}
function firstKey(line, reached) {
  let low = -line.last;
  let high = line.last + 1n;
  while (low < high) {
    const middle = low + (high - low) / 2n;
    if (reached(middle)) high = middle;
    else low = middle + 1n;
  }
  return low;
}
function split(f, line, key, before2, atFirst) {
  const { signal } = f;
  const none = key === -line.last;
  const all2 = key > line.last;
  if (none || all2) {
    const lowest = Number(line.valueAt(-line.last));
    return { kind: "compare", signal, operator: all2 === before2 ? ">=" : "<", value: lowest };
  }
  const numberAt = (k) => Number(line.valueAt(f.rising ? k : -k));
  const [last, first] = [numberAt(key - 1n), numberAt(key)];
  const strict = f.type === "int" ? atFirst : String(first).length <= String(last).length;
  const value = strict ? first : last;
  if (before2)
    return { kind: "compare", signal, operator: f.rising ? strict ? "<" : "<=" : strict ? ">" : ">=", value };
  return { kind: "compare", signal, operator: f.rising ? strict ? ">=" : ">" : strict ? "<=" : "<", value };
}

// engine/condition/recognise.ts
var mirrored = { "<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!=" };
var textPredicates = /* @__PURE__ */ new Set(["startsWith", "endsWith", "contains", "matches"]);
var InvalidPattern = class extends Error {
  constructor(message, node) {
    super(message);
    this.node = node;
  }
  node;
};
function recogniseTest(node, declarations, constantOf) {
  const signal = signalOf(node);
  if (signal)
    return signal.type === "bool" ? { kind: "compare", signal: signal.name, operator: "==", value: true } : void 0;
  switch (node.op) {
    case "<":
    case "<=":
    case ">":
    case ">=":
    case "==":
    case "!=":
      return comparison(node.op, node.args[0], node.args[1]) ?? comparison(mirrored[node.op], node.args[1], node.args[0]);
    case "in":
      return membership(node.args[0], node.args[1]);
    case "call":
      return presence(node.args[0], node.args[1]);
    case "rcall":
      return method(node.args[0], node.args[1], node.args[2]);
    default:
      return void 0;
  }
  function signalOf(at) {
    const name = dottedName(at)?.join(".");
    const declared = name === void 0 ? void 0 : declarations.signals.get(name);
    return name !== void 0 && declared ? { name, type: signalType(declared) } : void 0;
  }
  function comparison(operator, left, right) {
    const value = constantOf(right);
    if (value === void 0) return void 0;
    const plain = signalOf(left.op === "call" && left.args[0] === "double" ? left.args[1][0] ?? left : left);
    if (plain)
      return plain.type.startsWith("list") ? void 0 : { kind: "compare", signal: plain.name, operator, value };
    if (typeof value !== "number") return void 0;
    const sized = sizeOf2(left);
    if (sized !== void 0) return { kind: "size", signal: sized, operator, value };
    const numeric = (at) => {
      const constant = constantOf(at);
      return typeof constant === "number" ? constant : void 0;
    };
    const f = monotoneFunction(left, numericSignal, numeric);
    return f && solve(f, operator, value);
  }
  function numericSignal(name) {
    const declared = declarations.signals.get(name);
    const type = declared && signalType(declared);
    if (type !== "int" && type !== "double") return void 0;
    const { minimum, maximum } = declared ?? {};
    return { type, ...minimum !== void 0 && { minimum }, ...maximum !== void 0 && { maximum } };
  }
  function sizeOf2(at) {
    if (at.op === "call" && at.args[0] === "size" && at.args[1][0]) return signalOf(at.args[1][0])?.name;
    return at.op === "rcall" && at.args[0] === "size" ? signalOf(at.args[1])?.name : void 0;
  }
  function membership(element, list) {
    const set = signalOf(list);
    if (set) {
      const value = constantOf(element);
      return value === void 0 ? void 0 : { kind: "contains", signal: set.name, value };
    }
    const values2 = constantsOf(list);
    const one = signalOf(
      element.op === "call" && element.args[0] === "double" ? element.args[1][0] ?? element : element
    );
    return one && values2 && { kind: "one-of", signal: one.name, values: values2 };
  }
  function constantsOf(list) {
    if (list.op !== "list") return void 0;
    const values2 = list.args.map(constantOf);
    return values2.every((value) => value !== void 0) ? values2 : void 0;
  }
  function presence(name, args) {
    const signal2 = args[0] && signalOf(args[0]);
    return name === "has" && signal2 ? { kind: "has", signal: signal2.name } : void 0;
  }
  function method(name, receiver, args) {
    const signal2 = signalOf(receiver);
    const [first, second] = args;
    if (!signal2 || !first) return void 0;
    if (textPredicates.has(name) && signal2.type === "string") {
      const argument = constantOf(first);
      return typeof argument === "string" ? textTest(signal2.name, name, argument, first) : void 0;
    }
    if (name !== "exists" && name !== "all" || first.op !== "id" || !second) return void 0;
    const values2 = elementsAllowed(second, first.args);
    if (!values2 || !signal2.type.startsWith("list")) return void 0;
    return { kind: name === "exists" ? "overlaps" : "within", signal: signal2.name, values: values2 };
  }
  function elementsAllowed(body, variable) {
    if (body.op === "||") {
      const [left2, right2] = [elementsAllowed(body.args[0], variable), elementsAllowed(body.args[1], variable)];
      return left2 && right2 && [...left2, ...right2];
    }
    if (body.op !== "in" && body.op !== "==") return void 0;
    const [left, right] = body.args;
    if (body.op === "in") return left.op === "id" && left.args === variable ? constantsOf(right) : void 0;
    const other = left.op === "id" && left.args === variable ? right : right.op === "id" && right.args === variable ? left : void 0;
    const value = other && constantOf(other);
    return value === void 0 ? void 0 : [value];
  }
}
function textTest(signal, predicate, argument, node) {
  const test = { kind: "text", signal, predicate, argument };
  switch (predicate) {
    case "startsWith":
      return { ...test, matches: (text2) => text2.startsWith(argument) };
    case "endsWith":
      return { ...test, matches: (text2) => text2.endsWith(argument) };
    case "contains":
      return { ...test, matches: (text2) => text2.includes(argument) };
    case "matches": {
      const pattern2 = compilePattern(argument);
      if (typeof pattern2 === "string") throw new InvalidPattern(pattern2, node);
      return { ...test, matches: pattern2 };
    }
  }
}
function compilePattern(pattern2) {
  try {
    const compiled = RE2JS.compile(pattern2);
    return (text2) => compiled.matcher(text2).find();
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^error parsing regexp: /, "") : String(error);
  }
}

// engine/condition/time-zone.ts
var DAY = 864e5;
var fieldsOfTime = {
  getFullYear: (time) => time.getUTCFullYear(),
  getMonth: (time) => time.getUTCMonth(),
  getDate: (time) => time.getUTCDate(),
  getDayOfMonth: (time) => time.getUTCDate() - 1,
  getDayOfWeek: (time) => time.getUTCDay(),
  getDayOfYear: (time) => Math.floor((time.getTime() - startOfYear(time.getUTCFullYear())) / DAY),
  getHours: (time) => time.getUTCHours(),
  getMinutes: (time) => time.getUTCMinutes(),
  getSeconds: (time) => time.getUTCSeconds(),
  getMilliseconds: (time) => time.getUTCMilliseconds()
};
function startOfYear(year) {
  return (/* @__PURE__ */ new Date(0)).setUTCFullYear(year, 0, 1);
}
function localTime(time, zone) {
  const offset = /^([+-]?)(\d{1,2}):(\d\d)$/.exec(zone);
  if (offset) {
    const [, sign, hours, minutes] = offset;
    if (Number(hours) > 14 || Number(minutes) > 59) return void 0;
    return new Date(time.getTime() + (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 6e4);
  }
  const format = formatFor(zone);
  if (!format) return void 0;
  const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  const part = (type) => parts.get(type) ?? 0;
  const local = /* @__PURE__ */ new Date(0);
  local.setUTCFullYear(part("year"), part("month") - 1, part("day"));
  local.setUTCHours(part("hour"), part("minute"), part("second"), time.getUTCMilliseconds());
  return local;
}
var formats = /* @__PURE__ */ new Map();
function formatFor(zone) {
  if (formats.has(zone)) return formats.get(zone);
  if (formats.size >= 100) formats.clear();
  const format = newFormat(zone);
  formats.set(zone, format);
  return format;
}
function newFormat(timeZone) {
  try {
    const numeric = {
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric"
    };
    return new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      calendar: "iso8601",
      numberingSystem: "latn",
      ...numeric
    });
  } catch {
    return void 0;
  }
}

// engine/condition/timestamp.ts
var rfc3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
function parseTimestamp(text2) {
  if (text2.length > 60) return void 0;
  const match = rfc3339.exec(text2);
  if (!match) return void 0;
  const [year, month, day2, hour, minute, second] = match.slice(1, 7).map(Number);
  const fraction = match[7] ?? "";
  const offset = match[8] ? (match[8] === "-" ? -1 : 1) * (Number(match[9]) * 60 + Number(match[10])) : 0;
  if (year < 1 || month < 1 || month > 12 || day2 < 1 || hour > 23 || minute > 59 || second > 59) return void 0;
  if (Number(match[9] ?? 0) > 23 || Number(match[10] ?? 0) > 59) return void 0;
  const date = /* @__PURE__ */ new Date(0);
  date.setUTCFullYear(year, month - 1, day2);
  if (date.getUTCDate() !== day2) return void 0;
  date.setUTCHours(hour, minute, second, Number(fraction.slice(1, 4).padEnd(3, "0")));
  return date.getTime() - offset * 6e4;
}
function formatTimestamp(milliseconds2) {
  return new Date(milliseconds2).toISOString().replace(".000Z", "Z");
}

// engine/condition/cel-functions.ts
var mark = ":specified";
var timeFields = Object.keys(fieldsOfTime);
var specified = /* @__PURE__ */ new Set(["matches", "timestamp", "duration", "lowerAscii", "upperAscii", ...timeFields]);
var TIMESTAMP = "google.protobuf.Timestamp";
var DURATION = "google.protobuf.Duration";
function registerSpecifiedFunctions(environment) {
  const define = (name, receiverType, argument, returnType, handler) => environment.registerFunction({
    name: name + mark,
    ...receiverType === null ? {} : { receiverType },
    params: argument === null ? [] : [{ name: "argument", type: argument }],
    returnType,
    handler,
    async: false
  });
  define("matches", "string", "string", "bool", patternMatcher());
  const lower2 = (text2) => text2.replace(/[A-Z]+/g, (letters2) => letters2.toLowerCase());
  const upper2 = (text2) => text2.replace(/[a-z]+/g, (letters2) => letters2.toUpperCase());
  define("lowerAscii", "string", null, "string", lower2);
  define("upperAscii", "string", null, "string", upper2);
  define("timestamp", null, "string", TIMESTAMP, timestampOf);
  define("timestamp", null, "int", TIMESTAMP, timestampAt);
  define("duration", null, "string", DURATION, durationOf);
  for (const field of timeFields) {
    define(field, TIMESTAMP, null, "int", (time) => BigInt(fieldsOfTime[field](time)));
    define(
      field,
      TIMESTAMP,
      "string",
      "int",
      (time, zone) => BigInt(fieldsOfTime[field](inZone(time, zone)))
    );
  }
  for (const [field, unit] of Object.entries({
    getHours: 36e5,
    getMinutes: 6e4,
    getSeconds: 1e3,
    getMilliseconds: 1
  })) {
    define(field, DURATION, null, "int", (duration) => BigInt(Math.trunc(duration.valueOf() / unit)));
  }
}
function useSpecifiedFunctions(node) {
  if ((node.op === "call" || node.op === "rcall") && specified.has(node.args[0])) node.args[0] += mark;
  for (const operand of operandsOf(node)) useSpecifiedFunctions(operand);
}
function argumentRefusal(method, argument) {
  if (method === "matches") {
    const pattern2 = compilePattern(argument);
    return typeof pattern2 === "string" ? patternRefusal(argument, pattern2) : void 0;
  }
  return isTimeField(method) && !localTime(/* @__PURE__ */ new Date(0), argument) ? zoneRefusal(argument) : void 0;
}
function isTimeField(method) {
  return Object.hasOwn(fieldsOfTime, method);
}
function asWritten(summary) {
  return summary.replaceAll(mark, "");
}
function celDuration(milliseconds2) {
  const seconds = Math.floor(milliseconds2 / 1e3);
  return new Duration(BigInt(seconds), Math.round((milliseconds2 - seconds * 1e3) * 1e6));
}
function patternMatcher() {
  const patterns2 = /* @__PURE__ */ new Map();
  return (text2, pattern2) => {
    const known = patterns2.get(pattern2);
    if (known) return known(text2);
    const compiled = compilePattern(pattern2);
    if (typeof compiled === "string") throw new EvaluationError(patternRefusal(pattern2, compiled));
    if (patterns2.size >= 100) patterns2.clear();
    patterns2.set(pattern2, compiled);
    return compiled(text2);
  };
}
function timestampOf(text2) {
  const time = parseTimestamp(text2);
  if (time === void 0) throw refused(text2, "not an RFC 3339 time such as 2026-01-31T00:00:00Z");
  return new Date(time);
}
function timestampAt(seconds) {
  if (seconds < -62135596800n || seconds > 253402300799n)
    throw refused(String(seconds), "outside the years 1 to 9999");
  return new Date(Number(seconds) * 1e3);
}
function durationOf(text2) {
  const milliseconds2 = parseDuration(text2);
  if (milliseconds2 === void 0) throw refused(text2, "not a duration such as 15m or 1h30m");
  if (/[dP]/.test(text2)) throw refused(text2, "not a duration of CEL, which counts in h, m, s and ms: 2 days are 48h");
  return celDuration(milliseconds2);
}
function inZone(time, zone) {
  const local = localTime(time, zone);
  if (!local) throw new EvaluationError(zoneRefusal(zone));
  return local;
}
function patternRefusal(pattern2, why) {
  return refusal(pattern2, `not a regular expression that CEL knows (RE2): ${why}`);
}
function zoneRefusal(zone) {
  return refusal(zone, "not a time zone such as Europe/Berlin or +01:00");
}
function refused(value, why) {
  return new EvaluationError(refusal(value, why));
}
function refusal(value, why) {
  return `\`${value.length > 60 ? `${value.slice(0, 57)}\u2026` : value}\` is ${why}`;
}

// engine/condition/declarations.ts
function declarationsOf(ruleSet) {
  return {
    signals: new Map(Object.entries(ruleSet.signals ?? {})),
    thresholds: new Map(
      Object.entries(ruleSet.thresholds ?? {}).map(([name, declared]) => [name, thresholdOf(declared)])
    )
  };
}
function thresholdOf(declared) {
  return typeof declared === "object" ? declared : { value: declared };
}
function signalType(signal) {
  if (signal.type === "array") return `list<${signal.items ? itemType(signal.items) : "string"}>`;
  if (signal.type === "string" && signal.format === "duration") return "duration";
  if (signal.type === "string" && signal.format === "date-time") return "timestamp";
  return scalarTypes[signal.type];
}
var scalarTypes = { number: "double", integer: "int", string: "string", boolean: "bool" };
function itemType(items2) {
  return scalarTypes[items2.type];
}
function thresholdType(threshold) {
  const { value, format } = threshold;
  if (typeof value === "number") return Number.isSafeInteger(value) ? "int" : "double";
  if (typeof value === "boolean") return "bool";
  if (format === "duration") return "duration";
  return format === "date-time" ? "timestamp" : "string";
}
function thresholdConstant(threshold) {
  const { value } = threshold;
  if (typeof value !== "string") return value;
  const type = thresholdType(threshold);
  if (type === "duration") return parseDuration(value);
  return type === "timestamp" ? parseTimestamp(value) : value;
}
var celNames = {
  duration: "google.protobuf.Duration",
  timestamp: "google.protobuf.Timestamp"
};
function celTypeName(type) {
  return celNames[type] ?? type;
}
var reserved = new Set(
  "as break const continue else false for function if import in let loop null package namespace return true var void while int uint double bool string bytes list map type null_type dyn cel google optional duration timestamp has size thresholds input".split(" ")
);
function isReservedName(name) {
  return name.split(".").some((part, index) => part === "__proto__" || index === 0 && reserved.has(part));
}
var identifiers = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/;
function typeTree(types2) {
  const root = /* @__PURE__ */ Object.create(null);
  for (const [name, type] of types2) {
    if (!identifiers.test(name) || isReservedName(name)) continue;
    const path2 = name.split(".");
    const last = path2.pop() ?? name;
    let node = root;
    for (const part of path2) {
      const next = node?.[part];
      if (typeof next === "string") node = void 0;
      else if (node) node = next ?? (node[part] = /* @__PURE__ */ Object.create(null));
    }
    if (node && node[last] === void 0) node[last] = celTypeName(type);
  }
  return root;
}
function register(environment, name, node) {
  if (typeof node === "string") environment.registerVariable(name, node);
  else environment.registerVariable({ name, schema: node });
}
var limits = { maxAstNodes: 4e3, maxDepth: 60, maxListElements: 1e3, maxMapEntries: 200, maxCallArguments: 16 };
function conditionEnvironment(declarations) {
  const environment = new Environment({ limits });
  registerSpecifiedFunctions(environment);
  const signals = typeTree([...declarations.signals].map(([name, signal]) => [name, signalType(signal)]));
  for (const [name, node] of Object.entries(signals)) register(environment, name, node);
  if (Object.keys(signals).length > 0) register(environment, "input", signals);
  const thresholds = typeTree(
    [...declarations.thresholds].map(([name, threshold]) => [name, thresholdType(threshold)])
  );
  if (Object.keys(thresholds).length > 0) register(environment, "thresholds", thresholds);
  return environment;
}
function inputEnvironment(declarations) {
  const environment = new Environment({ limits, unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false });
  registerSpecifiedFunctions(environment);
  const thresholds = typeTree(
    [...declarations.thresholds].map(([name, threshold]) => [name, thresholdType(threshold)])
  );
  if (Object.keys(thresholds).length > 0) register(environment, "thresholds", thresholds);
  return environment;
}

// engine/condition/check-expression.ts
import { EvaluationError as EvaluationError2, ParseError } from "@marcbachmann/cel-js";

// engine/condition/cel-values.ts
import { Duration as Duration2 } from "@marcbachmann/cel-js/evaluator";
function toCel(value, type) {
  if (typeof value === "object") {
    const element = type.slice("list<".length, -1);
    return value.map((item) => toCel(item, element));
  }
  if (typeof value !== "number") return value;
  switch (type) {
    case "int":
      return BigInt(value);
    case "duration":
      return celDuration(value);
    case "timestamp":
      return new Date(value);
    default:
      return value;
  }
}
function fromCel(value) {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : void 0;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : void 0;
  if (value instanceof Duration2 || value instanceof Date) {
    const milliseconds2 = Number(value.valueOf());
    return Number.isFinite(milliseconds2) ? milliseconds2 : void 0;
  }
  return void 0;
}
function assign(context, name, value) {
  const path2 = name.split(".");
  const last = path2.pop() ?? name;
  let node = context;
  for (const part of path2) node = node[part] ??= /* @__PURE__ */ Object.create(null);
  if (value !== void 0) node[last] = value;
}
function thresholdContext(declarations) {
  const thresholds = /* @__PURE__ */ Object.create(null);
  for (const [name, threshold] of declarations.thresholds) {
    const value = thresholdConstant(threshold);
    if (value !== void 0) thresholds[name] = toCel(value, thresholdType(threshold));
  }
  return thresholds;
}
function conditionContext(declarations, values2, thresholds) {
  const context = /* @__PURE__ */ Object.create(null);
  const input = /* @__PURE__ */ Object.create(null);
  for (const [name, signal] of declarations.signals) {
    const value = values2.get(name);
    const celValue = value === void 0 ? void 0 : toCel(value, signalType(signal));
    assign(context, name, celValue);
    assign(input, name, celValue);
  }
  context["input"] = input;
  context["thresholds"] = thresholds;
  return context;
}

// engine/model/nearest-name.ts
function nearestName(name, names) {
  const candidates = [...names];
  const limit = Math.max(1, Math.floor(name.length / 3));
  const lower2 = name.toLowerCase();
  let best;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (candidate === name || Math.abs(candidate.length - name.length) >= bestDistance || name.length > 100) continue;
    const distance2 = editDistance(lower2, candidate.toLowerCase());
    if (distance2 < bestDistance) [best, bestDistance] = [candidate, distance2];
  }
  return best ?? onlyContinuation(lower2, candidates);
}
function onlyContinuation(lower2, candidates) {
  if (lower2.length < 3) return void 0;
  const longer = candidates.filter(
    (candidate) => candidate.length > lower2.length && candidate.toLowerCase().startsWith(lower2)
  );
  return longer.length === 1 ? longer[0] : void 0;
}
function editDistance(a, b) {
  let beforeLast = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same2 = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same2 ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? 0;
}

// engine/condition/references.ts
function namesIn(node, declarations, open = false) {
  const names = { references: [], problems: [] };
  visit(node, /* @__PURE__ */ new Set());
  return names;
  function visit(at, bound) {
    const path2 = dottedName(at);
    if (path2) {
      if (!bound.has(path2[0] ?? "")) resolve(at, path2);
      return;
    }
    const binding = bindingOf(at);
    if (binding) {
      visit(binding.source, bound);
      const inner = new Set(bound).add(binding.name);
      for (const part of binding.inside) visit(part, inner);
      return;
    }
    const operands = at.op === "&&" || at.op === "||" ? flatten(at, at.op) : operandsOf(at);
    for (const operand of operands) visit(operand, bound);
  }
  function resolve(at, path2) {
    const [root = ""] = path2;
    if (root === "thresholds" && path2.length > 1) {
      const name = path2[1] ?? "";
      const chain = prefix(at, path2.length - 2);
      if (declarations.thresholds.has(name))
        names.references.push({ kind: "threshold", name, start: chain.start, end: chain.end });
      else names.problems.push(undefinedThreshold(name, chain, declarations));
      return;
    }
    for (let length = path2.length; length > 0; length--) {
      const name = path2.slice(0, length).join(".");
      if (!declarations.signals.has(name)) continue;
      const { start, end } = prefix(at, path2.length - length);
      names.references.push({ kind: "signal", name, start, end });
      return;
    }
    if (open || isReservedName(root) && root !== "thresholds" && root !== "input") return;
    names.problems.push(undefinedSignal(path2.join("."), at, declarations));
  }
}
function prefix(node, steps) {
  let at = node;
  for (let i = 0; i < steps && at.op === "."; i++) at = at.args[0];
  return at;
}
function undefinedThreshold(name, at, declarations) {
  const suggestion = nearestName(name, declarations.thresholds.keys());
  const advice = suggestion ? `Did you mean \`${suggestion}\`?` : "Declare it under `thresholds`.";
  const place3 = { kind: "undefined-threshold", start: at.start, end: at.end, name };
  return { ...place3, message: `There is no threshold \`${name}\`. ${advice}`, ...suggestion ? { suggestion } : {} };
}
function undefinedSignal(name, at, declarations) {
  const place3 = { kind: "undefined-signal", start: at.start, end: at.end, name };
  if (declarations.thresholds.has(name)) {
    const suggestion2 = `thresholds.${name}`;
    return { ...place3, message: `\`${name}\` is a threshold: write \`${suggestion2}\`.`, suggestion: suggestion2 };
  }
  const longer = [...declarations.signals.keys()].filter((signal) => signal.startsWith(`${name}.`));
  if (longer.length > 0) {
    return {
      ...place3,
      message: `\`${name}\` is a group of signals: name one of ${longer.map((signal) => `\`${signal}\``).join(", ")}.`
    };
  }
  const suggestion = nearestName(name, declarations.signals.keys());
  const advice = suggestion ? `Did you mean \`${suggestion}\`?` : "Declare it under `signals`.";
  return { ...place3, message: `There is no signal \`${name}\`. ${advice}`, ...suggestion ? { suggestion } : {} };
}

// engine/condition/can-fail.ts
var total = new Set(
  "size has double string startsWith endsWith contains lowerAscii upperAscii trim exists all exists_one map filter".split(
    " "
  )
);
var hasTotalForm = /^(?:matches|get[A-Z]\w*)$/;
var exactTypes = /* @__PURE__ */ new Set(["double", "int", "string"]);
var comparing = /* @__PURE__ */ new Set(["&&", "||", "!_", "?:", "==", "!=", "<", "<=", ">", ">=", "in", "value", "id", ".", "list"]);
function canFail(node, declarations, isConstant2) {
  return fails(node);
  function fails(at) {
    if (isConstant2(at)) return false;
    if (operandsOf(at).some(fails)) return true;
    if (comparing.has(at.op)) return false;
    switch (at.op) {
      case "call":
        return !total.has(at.args[0]);
      case "rcall":
        return !total.has(at.args[0]) && !(hasTotalForm.test(at.args[0]) && at.args[2].every(isConstant2));
      case "-_":
      case "+":
      case "-":
        return !typesIn(at).every((type) => exactTypes.has(type)) || !isDouble(at) && sizeOfTree(at) > 16;
      case "*":
        return !isDouble(at) && !isMultipleOfSignal(at.args);
      case "/":
        return !isDouble(at);
      default:
        return true;
    }
  }
  function isDouble(at) {
    const types2 = typesIn(at);
    return types2.length > 0 && types2.every((type) => type === "double");
  }
  function typesIn(at) {
    return namesIn(at, declarations).references.flatMap(({ kind, name }) => {
      const signal = kind === "signal" ? declarations.signals.get(name) : void 0;
      return signal === void 0 ? [] : [signalType(signal).replace(/^list<(.*)>$/, "$1")];
    });
  }
}
function isMultipleOfSignal([left, right]) {
  return isSmall(left) && dottedName(right) !== void 0 || isSmall(right) && dottedName(left) !== void 0;
}
function isSmall(node) {
  return node.op === "value" && typeof node.args === "bigint" && node.args >= -32n && node.args <= 32n;
}
function sizeOfTree(node) {
  return operandsOf(node).reduce((sum, operand) => sum + sizeOfTree(operand), 1);
}

// engine/condition/standard-form.ts
var comparisons = /* @__PURE__ */ new Set(["==", "!=", "<", "<=", ">", ">="]);
var arithmetic = /* @__PURE__ */ new Set(["+", "-", "*", "/", "%"]);
function standardForm(node, declarations, { open = false, whole } = {}) {
  const insertions = [];
  const doubles = /* @__PURE__ */ new Set();
  const type = typeOf(node, /* @__PURE__ */ new Map());
  if (whole === "double" && (type === "int" || type === "list<int>")) asDouble(node);
  const { start, end } = textRange(node);
  return { ...applyInsertions(node.input, start, end, insertions), doubles };
  function typeOf(at, scope) {
    const path2 = dottedName(at);
    if (path2) return typeOfName(path2, scope);
    const binding = bindingOf(at);
    if (binding) {
      const source = typeOf(binding.source, scope);
      const element = /^list<(.*)>$/.exec(source)?.[1] ?? "other";
      const types3 = binding.inside.map((part) => typeOf(part, new Map(scope).set(binding.name, element)));
      return at.op === "rcall" && at.args[0] === "filter" ? source : types3.length === 1 && types3[0] === "double" ? "list<double>" : "other";
    }
    switch (at.op) {
      case "value":
        return typeof at.args === "bigint" ? "int" : typeof at.args === "number" ? "double" : "other";
      case "-_":
        return typeOf(at.args, scope);
      case "list":
        return typeOfList(at, scope);
      case "?:": {
        const [test, then2, otherwise] = at.args;
        typeOf(test, scope);
        return agree(then2, typeOf(then2, scope), otherwise, typeOf(otherwise, scope), true);
      }
      case "call":
        return typeOfCall(at, scope);
      case "in": {
        const [element, list] = [typeOf(at.args[0], scope), typeOf(at.args[1], scope)];
        if (element === "double" && list === "list<int>") asDouble(at.args[1]);
        else if (element === "int" && list === "list<double>") asDouble(at.args[0]);
        return "other";
      }
      default:
        break;
    }
    const types2 = operandsOf(at).map((operand) => typeOf(operand, scope));
    if (!comparisons.has(at.op) && !arithmetic.has(at.op)) return "other";
    const [left, right] = operandsOf(at);
    if (!left || !right) return "other";
    const joined3 = agree(left, types2[0] ?? "other", right, types2[1] ?? "other", comparisons.has(at.op));
    return arithmetic.has(at.op) ? joined3 : "other";
  }
  function typeOfName(path2, scope) {
    const bound = scope.get(path2[0] ?? "");
    if (bound !== void 0) return path2.length === 1 ? bound : unknown();
    const threshold = path2[0] === "thresholds" && path2.length === 2 ? declarations.thresholds.get(path2[1] ?? "") : void 0;
    if (threshold) return thresholdType(threshold);
    const signal = declarations.signals.get(path2.join("."));
    if (!signal) return unknown();
    const type2 = signalType(signal);
    return open ? type2.replace("int", "double") : type2;
  }
  function unknown() {
    return open ? "double" : "other";
  }
  function typeOfList(at, scope) {
    const types2 = at.args.map((item) => typeOf(item, scope));
    if (!types2.every((type2) => type2 === "int" || type2 === "double")) return "other";
    if (!types2.includes("double")) return "list<int>";
    at.args.forEach((item, index) => types2[index] === "int" && asDouble(item));
    return "list<double>";
  }
  function typeOfCall(at, scope) {
    const [name, args] = at.args;
    const [argument] = args;
    if (name === "has" && argument?.op === "id") {
      if (declarations.signals.has(argument.args)) insertions.push({ at: argument.start, text: "input." });
      return "other";
    }
    for (const each of args) typeOf(each, scope);
    return name === "double" ? "double" : name === "int" || name === "size" ? "int" : "other";
  }
  function agree(left, leftType, right, rightType, convert) {
    if (leftType === rightType) return leftType;
    if (leftType === "double" && rightType === "int" && (convert || isLiteral(right)))
      return asDouble(right), "double";
    if (leftType === "int" && rightType === "double" && (convert || isLiteral(left))) return asDouble(left), "double";
    return "other";
  }
  function asDouble(at) {
    doubles.add(at);
    if (at.op === "value" && /^\d+$/.test(at.input.slice(at.start, at.end)))
      insertions.push({ at: at.end, text: ".0" });
    else if (at.op === "list") at.args.forEach(asDouble);
    else if (isLiteral(at) && at.op !== "value" && at.op !== ".") operandsOf(at).forEach(asDouble);
    else {
      const { start: start2, end: end2 } = textRange(at);
      insertions.push({ at: start2, text: "double(" }, { at: end2, text: ")" });
    }
  }
}
function isLiteral(node) {
  if (node.op === "value") return typeof node.args === "bigint";
  if (node.op === ".") return dottedName(node)?.[0] === "thresholds";
  return (node.op === "-_" || arithmetic.has(node.op) && node.op !== "%") && operandsOf(node).every(isLiteral);
}
function applyInsertions(input, start, end, insertions) {
  const sorted = insertions.map((insertion, order2) => ({ ...insertion, order: order2 })).sort((a, b) => a.at - b.at || a.order - b.order);
  let text2 = "";
  let from = start;
  const placed3 = [];
  for (const { at, text: inserted } of sorted) {
    text2 += input.slice(from, at);
    placed3.push({ newAt: text2.length, oldAt: at, length: inserted.length });
    text2 += inserted;
    from = at;
  }
  text2 += input.slice(from, end);
  return {
    text: text2,
    toWritten(offset) {
      let shift2 = 0;
      for (const { newAt, oldAt, length } of placed3) {
        if (offset < newAt) break;
        if (offset < newAt + length) return oldAt;
        shift2 += length;
      }
      return start + offset - shift2;
    }
  };
}

// engine/condition/template.ts
function parseTemplate(template) {
  const parts = [];
  let from = 0;
  for (; ; ) {
    const open = template.indexOf("{{", from);
    if (open < 0) break;
    const close = closingBraces(template, open + 2);
    if (close < 0) {
      parts.push({ kind: "text", text: template.slice(from) });
      return {
        parts,
        problem: { message: "This placeholder is never closed: `}}` is missing.", start: open, end: template.length }
      };
    }
    if (open > from) parts.push({ kind: "text", text: template.slice(from, open) });
    parts.push({ kind: "placeholder", expression: template.slice(open + 2, close), start: open + 2 });
    from = close + 2;
  }
  if (from < template.length) parts.push({ kind: "text", text: template.slice(from) });
  return { parts };
}
function closingBraces(template, from) {
  let quote = "";
  for (let i = from; i < template.length; i++) {
    const character = template[i] ?? "";
    if (quote) {
      if (character === "\\") i++;
      else if (character === quote) quote = "";
    } else if (character === '"' || character === "'") quote = character;
    else if (character === "}" && template[i + 1] === "}") return i;
  }
  return -1;
}

// engine/condition/type-errors.ts
var typeWords = {
  int: "a whole number",
  double: "a number",
  string: "a string",
  bool: "true or false",
  "google.protobuf.Duration": "a duration",
  "google.protobuf.Timestamp": "a time",
  null: "null",
  null_type: "null"
};
function inWords(type) {
  if (type.startsWith("list")) return "a list";
  return typeWords[type] ?? `a ${type}`;
}
var timeWords = /* @__PURE__ */ new Set(["google.protobuf.Duration", "google.protobuf.Timestamp"]);
function explainTypeError(code, summary, node) {
  const binary = /^no such overload: (.+) (==|!=|<=|>=|<|>|\+|-|\*|\/|%|in|&&|\|\|) (.+)$/.exec(summary);
  if (code === "no_such_overload" && binary) {
    const [, left = "", operator = "", right = ""] = binary;
    if (left.startsWith("null") || right.startsWith("null"))
      return "Nothing can be compared with null: ask `has(\u2026)` or `!has(\u2026)` whether the signal is there.";
    if (operator === "in")
      return `\`in\` asks whether a list holds a value: ${inWords(left)} cannot be in ${inWords(right)}.`;
    const time = timeWords.has(left) !== timeWords.has(right) ? timeWords.has(left) ? left : right : void 0;
    if (time) {
      const form = time.endsWith("Duration") ? '`duration("15m")`' : '`timestamp("2026-01-31T00:00:00Z")`';
      return `${capital(inWords(left))} and ${inWords(right)} cannot be put together with \`${operator}\`: write ${form}.`;
    }
    if (left === "int" && right === "double" || left === "double" && right === "int") {
      return `CEL does not calculate with a whole number and a number (\`${operator}\`): wrap the whole number in \`double(\u2026)\`.`;
    }
    return `${capital(inWords(left))} and ${inWords(right)} cannot be put together with \`${operator}\`.`;
  }
  const unary = /^no such overload: ([!-])(.+)$/.exec(summary);
  if (unary) return `\`${unary[1]}\` does not apply to ${inWords(unary[2] ?? "")}.`;
  const method = /^found no matching overload for '(?:(.+)\.)?([\w]+)\((.*)\)'$/.exec(summary);
  if (method) {
    const [, receiver, name = "", args = ""] = method;
    const on = receiver ? ` on ${inWords(receiver)}` : "";
    return `There is no function \`${name}(${args})\`${on}.`;
  }
  if (code === "invalid_macro_argument" && /has\(\)/.test(summary))
    return "`has` asks for a signal: `has(customer.tier)`.";
  if (code === "heterogeneous_list_element") return "All values of a list must be of one type.";
  if (code === "unknown_variable" || code === "no_such_key") {
    const name = /: (.+)$/.exec(summary)?.[1] ?? node.input;
    return `There is nothing named \`${name}\`.`;
  }
  return `${summary.endsWith(".") ? summary : `${summary}.`}`;
}
function capital(text2) {
  return text2.charAt(0).toUpperCase() + text2.slice(1);
}

// engine/condition/check-expression.ts
var longest = 1e4;
var deepest2 = 100;
var tooDeeplyNested = "This expression is nested too deeply to be read.";
function createExpressionChecker(declarations) {
  const environment = conditionEnvironment(declarations);
  const input = inputEnvironment(declarations);
  const thresholds = thresholdContext(declarations);
  const constants = { thresholds };
  return { condition, template, field, compileValue, compileField };
  function condition(text2, path2 = []) {
    const parsed2 = parse(environment, text2);
    if ("problem" in parsed2) return { problems: [parsed2.problem], references: [], condition: null };
    const { references, problems: undefinedNames } = namesIn(parsed2.node, declarations);
    const problems = [...undefinedNames];
    const condition2 = build(parsed2.node);
    problems.sort((a, b) => a.start - b.start);
    return { problems, references, condition: condition2 };
    function spanOf(node) {
      const { start, end } = textRange(node);
      return { span: { path: path2, start, end }, text: text2.slice(start, end).replace(/\s+/g, " ") };
    }
    function build(node) {
      switch (node.op) {
        case "&&":
          return { kind: "all", operands: flatten(node, "&&").map(build), ...spanOf(node) };
        case "||":
          return { kind: "any", operands: flatten(node, "||").map(build), ...spanOf(node) };
        case "!_":
          return { kind: "not", operand: build(node.args), ...spanOf(node) };
        case "?:": {
          const [test, then2, otherwise] = node.args;
          return { kind: "if", test: build(test), then: build(then2), otherwise: build(otherwise), ...spanOf(node) };
        }
        case "value":
          if (typeof node.args === "boolean") return { kind: "constant", value: node.args, ...spanOf(node) };
          return clause(node);
        default:
          return clause(node);
      }
    }
    function clause(node) {
      const place3 = spanOf(node);
      const form = standardForm(node, declarations);
      const compiled = typeCheck(environment, form, node, "bool");
      if (undefinedNames.some(({ start, end }) => start >= node.start && end <= node.end))
        return { kind: "broken", ...place3 };
      if ("problem" in compiled) {
        problems.push(compiled.problem);
        return { kind: "broken", ...place3 };
      }
      const named = namesIn(node, declarations).references;
      const signals = unique(named.filter(({ kind }) => kind === "signal").map(({ name }) => name));
      const constant = (part) => constantOf(part, form.doubles);
      if (signals.length === 0) {
        const value2 = constant(node);
        if (typeof value2 === "boolean") return { kind: "constant", value: value2, ...place3 };
      }
      let test;
      try {
        test = recogniseTest(node, declarations, constant);
      } catch (error) {
        if (!(error instanceof InvalidPattern)) throw error;
        const { start, end } = textRange(error.node);
        problems.push({
          kind: "type",
          message: `This is not a regular expression that CEL knows (RE2): ${error.message}.`,
          start,
          end
        });
        return { kind: "broken", ...place3 };
      }
      problems.push(...failingConstants(node, form.doubles));
      test ??= {
        kind: "opaque",
        canFail: canFail(node, declarations, (part) => constant(part) !== void 0),
        evaluate: (values2) => {
          const result = compiled.run(conditionContext(declarations, values2, thresholds));
          if (typeof result !== "boolean")
            throw new TypeError(`The condition gives ${typeof result}, not true or false.`);
          return result;
        }
      };
      const clause2 = {
        kind: "clause",
        test,
        signals,
        needs: test.kind === "has" ? [] : signals.filter((name) => usedAsValue(node, name)),
        thresholds: unique(named.filter(({ kind }) => kind === "threshold").map(({ name }) => name)),
        standardForm: form.text,
        ...place3
      };
      return clause2;
    }
  }
  function constantOf(node, doubles) {
    if (node.op === "value") return fromCel(node.args);
    const { references, problems } = namesIn(node, declarations);
    if (problems.length > 0 || references.some(({ kind }) => kind === "signal")) return void 0;
    if (node.op === "id") return void 0;
    try {
      return fromCel(evaluateConstant(node, doubles));
    } catch {
      return void 0;
    }
  }
  function evaluateConstant(node, doubles) {
    const form = standardForm(node, declarations, doubles.has(node) ? { whole: "double" } : {});
    const compiled = environment.parse(form.text);
    useSpecifiedFunctions(compiled.ast);
    return compiled(constants);
  }
  function failingConstants(node, doubles) {
    if (node.op === "value" || node.op === "id") return [];
    const inside = operandsOf(node).flatMap((operand) => failingConstants(operand, doubles));
    if (inside.length > 0) return inside;
    const problem = (summary, at) => [
      { kind: "type", message: `This never has a value: ${asWritten(summary)}.`, ...textRange(at) }
    ];
    if (node.op === "rcall") {
      const [method, , [argument]] = node.args;
      if (argument?.op !== "value" || typeof argument.args !== "string") return [];
      const refusal2 = argumentRefusal(method, argument.args);
      return refusal2 === void 0 ? [] : problem(refusal2, argument);
    }
    const { references, problems } = namesIn(node, declarations);
    if (problems.length > 0 || references.some(({ kind }) => kind === "signal")) return [];
    try {
      evaluateConstant(node, doubles);
      return [];
    } catch (error) {
      return error instanceof EvaluationError2 ? problem(error.summary, node) : [];
    }
  }
  function template(text2) {
    const checked = { problems: [], references: [], condition: null };
    const { parts, problem } = parseTemplate(text2);
    if (problem) checked.problems.push({ kind: "syntax", ...problem });
    for (const part of parts) {
      if (part.kind === "text") continue;
      const { problems, references } = value(part.expression, environment, false);
      checked.problems.push(...problems.map((each) => shift(each, part.start)));
      checked.references.push(...references.map((each) => shift(each, part.start)));
    }
    return checked;
  }
  function field(text2) {
    return { ...value(text2, input, true), condition: null };
  }
  function value(text2, within2, open) {
    const parsed2 = parse(within2, text2);
    if ("problem" in parsed2) return { problems: [parsed2.problem], references: [] };
    const { references, problems } = namesIn(parsed2.node, declarations, open);
    if (problems.length === 0) {
      const form = standardForm(parsed2.node, declarations, { open });
      const compiled = typeCheck(within2, form, parsed2.node, null);
      if ("problem" in compiled) problems.push(compiled.problem);
      else if (!open) problems.push(...failingConstants(parsed2.node, form.doubles));
    }
    return { problems, references };
  }
  function compileValue(text2) {
    const parsed2 = parse(environment, text2);
    if ("problem" in parsed2) return void 0;
    const { references, problems } = namesIn(parsed2.node, declarations);
    const compiled = typeCheck(environment, standardForm(parsed2.node, declarations), parsed2.node, null);
    if (problems.length > 0 || "problem" in compiled) return void 0;
    const signals = unique(references.filter(({ kind }) => kind === "signal").map(({ name }) => name));
    return { needs: signals.filter((name) => usedAsValue(parsed2.node, name)), evaluate: compiled.run };
  }
  function compileField(text2) {
    const parsed2 = parse(input, text2);
    if ("problem" in parsed2) return void 0;
    if (namesIn(parsed2.node, declarations, true).problems.length > 0) return void 0;
    const compiled = typeCheck(input, standardForm(parsed2.node, declarations, { open: true }), parsed2.node, null);
    if ("problem" in compiled) return void 0;
    return (document) => compiled.run(Object.assign(/* @__PURE__ */ Object.create(null), document, { thresholds }));
  }
}
function parse(environment, text2) {
  const whole = { start: 0, end: text2.length };
  if (text2.trim() === "") return { problem: { kind: "syntax", message: "A condition is missing here.", ...whole } };
  if (text2.length > longest) {
    return {
      problem: {
        kind: "syntax",
        message: `This expression is longer than ${longest} characters: split it into clauses.`,
        ...whole
      }
    };
  }
  const tooDeep = { problem: { kind: "syntax", message: tooDeeplyNested, ...whole } };
  try {
    const node = environment.parse(text2).ast;
    return depthOf(node) > deepest2 ? tooDeep : { node };
  } catch (error) {
    if (!(error instanceof ParseError)) return tooDeep;
    const start = Math.min(error.range?.start ?? 0, Math.max(0, text2.length - 1));
    const end = Math.max(start + 1, Math.min(error.range?.end ?? text2.length, text2.length));
    return { problem: { kind: "syntax", message: syntaxMessage(error, text2), start, end } };
  }
}
var elsewhere = {
  "=": "==",
  and: "&&",
  or: "||",
  not: "!",
  "&": "&&",
  "|": "||",
  "<>": "!=",
  is: "=="
};
function syntaxMessage({ code, summary, range }, text2) {
  if (summary.endsWith("EOF")) return "This is not a CEL expression: it ends too early.";
  const found = /^(?:[A-Za-z_]\w*|<>|.)/u.exec(text2.slice(range?.start ?? 0))?.[0] ?? "";
  const meant = Object.hasOwn(elsewhere, found.toLowerCase()) ? elsewhere[found.toLowerCase()] : void 0;
  if (meant !== void 0) return `This is not a CEL expression: \`${found}\` is written \`${meant}\`.`;
  if (code === "unexpected_token" || code === "unexpected_character")
    return `This is not a CEL expression: \`${found}\` does not belong here.`;
  return `This is not a CEL expression: ${summary.charAt(0).toLowerCase()}${summary.slice(1)}.`;
}
function typeCheck(environment, form, node, expected) {
  const whole = textRange(node);
  try {
    const compiled = environment.parse(form.text);
    useSpecifiedFunctions(compiled.ast);
    const checked = compiled.check();
    if (!checked.valid) {
      const { range, code = "", summary = "it does not type-check" } = checked.error ?? {};
      const start = range ? form.toWritten(range.start) : whole.start;
      const end = range ? Math.max(start + 1, form.toWritten(range.end)) : whole.end;
      return { problem: { kind: "type", message: explainTypeError(code, asWritten(summary), node), start, end } };
    }
    if (expected && checked.type !== expected && checked.type !== "dyn") {
      const message = `A condition must be true or false; this is ${checked.type ? inWords(checked.type) : "something else"}.`;
      return { problem: { kind: "type", message, ...whole } };
    }
    return { run: (context) => compiled(context) };
  } catch (error) {
    if (error instanceof ParseError || error instanceof EvaluationError2 || error instanceof RangeError) {
      const message = error instanceof RangeError ? tooDeeplyNested : explainTypeError(error.code, asWritten(error.summary), node);
      return { problem: { kind: "type", message, ...whole } };
    }
    throw error;
  }
}
function usedAsValue(node, signal) {
  if (node.op === "call" && node.args[0] === "has") return false;
  const name = dottedName(node)?.join(".");
  if (name !== void 0) return name === signal || name.startsWith(`${signal}.`);
  const binding = bindingOf(node);
  if (binding && binding.name === signal.split(".")[0]) return usedAsValue(binding.source, signal);
  return operandsOf(node).some((operand) => usedAsValue(operand, signal));
}
function shift(place3, by) {
  return { ...place3, start: place3.start + by, end: place3.end + by };
}
function unique(values2) {
  return [...new Set(values2)];
}

// engine/decide/digest.ts
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import canonicalize from "canonicalize";
function digest(document) {
  return bytesToHex(sha256(utf8ToBytes(canonicalize(document) ?? "null")));
}

// engine/decide/payload.ts
import { EvaluationError as EvaluationError3 } from "@marcbachmann/cel-js";
import { Validator } from "@cfworker/json-schema";

// engine/decide/cel-to-json.ts
import { Duration as Duration3, UnsignedInt } from "@marcbachmann/cel-js/evaluator";

// engine/decide/reason.ts
import { EvaluationError as EvaluationError4 } from "@marcbachmann/cel-js";

// engine/condition/evaluate.ts
import { EvaluationError as EvaluationError5 } from "@marcbachmann/cel-js";
function evaluate(condition, values2) {
  switch (condition.kind) {
    case "constant":
      return condition.value ? "true" : "false";
    case "broken":
      return "unknown";
    case "clause":
      return evaluateClause(condition, values2).value;
    case "not":
      return negate(evaluate(condition.operand, values2));
    case "all":
      return absorb(condition.operands, "false", values2);
    case "any":
      return absorb(condition.operands, "true", values2);
    case "if":
      return choose(
        evaluate(condition.test, values2),
        () => evaluate(condition.then, values2),
        () => evaluate(condition.otherwise, values2)
      );
  }
}
function absorb(operands, absorbing, values2) {
  let result = absorbing === "true" ? "false" : "true";
  for (const operand of operands) {
    const value = evaluate(operand, values2);
    if (value === absorbing) return absorbing;
    if (value === "unknown") result = "unknown";
  }
  return result;
}
function negate(value) {
  return value === "unknown" ? "unknown" : value === "true" ? "false" : "true";
}
function choose(test, then2, otherwise) {
  return test === "unknown" ? "unknown" : test === "true" ? then2() : otherwise();
}
function evaluateClause(clause, values2) {
  for (const signal of clause.needs) if (!values2.has(signal)) return { value: "unknown", error: null };
  if (clause.test.kind !== "opaque") return { value: holds(clause.test, values2) ? "true" : "false", error: null };
  try {
    return { value: clause.test.evaluate(values2) ? "true" : "false", error: null };
  } catch (error) {
    const summary = error instanceof EvaluationError5 ? error.summary : error instanceof Error ? error.message : String(error);
    return { value: "unknown", error: summary };
  }
}
function holds(test, values2) {
  if (test.kind === "has") return values2.has(test.signal);
  return holdsFor(test, values2.get(test.signal));
}
function holdsFor(test, value) {
  switch (test.kind) {
    case "compare":
      return compare(value, test.operator, test.value);
    case "between":
      return (value >= test.low && value <= test.high) !== test.negated;
    case "one-of":
      return test.values.includes(value);
    case "contains":
      return value.includes(test.value);
    case "overlaps":
      return value.some((item) => test.values.includes(item));
    case "within":
      return value.every((item) => test.values.includes(item));
    case "size":
      return compare(sizeOf(value), test.operator, test.value);
    case "text":
      return test.matches(value);
  }
}
function compare(left, operator, right) {
  switch (operator) {
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
      return order(left, right) < 0;
    case "<=":
      return order(left, right) <= 0;
    case ">":
      return order(left, right) > 0;
    case ">=":
      return order(left, right) >= 0;
  }
}
function order(left, right) {
  if (typeof left !== "string" || typeof right !== "string") return Number(left) - Number(right);
  return compareCodePoints(left, right);
}
function compareCodePoints(left, right) {
  let i = 0;
  while (i < left.length && i < right.length && left.charCodeAt(i) === right.charCodeAt(i)) i++;
  if (i > 0 && isHighSurrogate(left.charCodeAt(i - 1)) && (isLowSurrogate(left, i) || isLowSurrogate(right, i))) i--;
  return (left.codePointAt(i) ?? -1) - (right.codePointAt(i) ?? -1);
}
function isHighSurrogate(unit) {
  return unit >= 55296 && unit <= 56319;
}
function isLowSurrogate(text2, at) {
  const unit = text2.charCodeAt(at);
  return unit >= 56320 && unit <= 57343;
}
function sizeOf(value) {
  return typeof value === "string" ? [...value].length : value.length;
}

// engine/condition/decimal.ts
function isMultiple(value, of) {
  const [digits, exponent] = decimal(value);
  const [unit, unitExponent] = decimal(of);
  if (unit === 0n) return digits === 0n;
  const shift2 = 10n ** BigInt(Math.abs(exponent - unitExponent));
  return (exponent >= unitExponent ? digits * shift2 % unit : digits % (unit * shift2)) === 0n;
}
function decimal(value) {
  const [mantissa = "0", exponent = "0"] = value.toExponential().split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  return [BigInt(whole + fraction), Number(exponent) - fraction.length];
}

// engine/condition/text-format.ts
import { format as jsonSchemaFormats } from "@cfworker/json-schema";
function formatCheck(format) {
  if (format === void 0 || format === "duration" || format === "date-time") return void 0;
  if (!Object.hasOwn(jsonSchemaFormats, format)) return void 0;
  const check = jsonSchemaFormats[format];
  return check && ((value) => value.length <= 2048 && check(value));
}

// engine/decide/signal-reader.ts
var longestList = 1e4;
function signalReader(name, signal) {
  const path2 = name.split(".");
  const read = valueReader(signal);
  const age2 = ageCheck(signal);
  return (input, at) => {
    const value = valueAtPath(input, path2);
    if (value === void 0) return { missing: "absent", detail: null };
    if (value === null) return { missing: "null", detail: null };
    const reading = read(value);
    return "missing" in reading ? reading : age2(input, at) ?? reading;
  };
}
function wrongType(value, expected) {
  return { missing: "wrong-type", detail: `${brief(value)} is not ${expected}` };
}
function outOfSchema(detail) {
  return { missing: "out-of-schema", detail };
}
function brief(value) {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  const text2 = JSON.stringify(typeof value === "string" ? value.slice(0, 100) : value);
  return text2.length > 60 ? `${text2.slice(0, 57)}\u2026` : text2;
}
function valueReader(signal) {
  const outside2 = constraints(signal);
  const check = (value, json) => {
    for (const constraint of outside2) {
      const broken = constraint(json);
      if (broken) return outOfSchema(`${brief(json)} ${broken}`);
    }
    return { value };
  };
  switch (signal.type) {
    case "number":
      return (value) => typeof value === "number" ? Number.isFinite(value) ? check(value, value) : outOfSchema("the number is too large") : wrongType(value, "a number");
    case "integer":
      return (value) => {
        if (typeof value !== "number") return wrongType(value, "a whole number");
        if (Number.isFinite(value) && !Number.isInteger(value)) return wrongType(value, "a whole number");
        return Number.isSafeInteger(value) ? check(value === 0 ? 0 : value, value) : outOfSchema(`${value} is too large for an exact whole number`);
      };
    case "boolean":
      return (value) => typeof value === "boolean" ? check(value, value) : wrongType(value, "true or false");
    case "string":
      return stringReader(signal, check);
    case "array":
      return listReader(signal, check);
  }
}
function stringReader(signal, check) {
  const { format } = signal;
  const parse4 = format === "duration" ? parseDuration : format === "date-time" ? parseTimestamp : void 0;
  const expected = format === "duration" ? "a duration such as 15m or PT15M" : "an RFC 3339 time";
  return (value) => {
    if (typeof value !== "string") return wrongType(value, "a string");
    if (!parse4) return check(value, value);
    const parsed2 = parse4(value);
    return parsed2 === void 0 ? outOfSchema(`${brief(value)} is not ${expected}`) : check(parsed2, value);
  };
}
function listReader(signal, check) {
  const items2 = signal.items ?? { type: "string" };
  const readItem = valueReader(items2);
  return (list) => {
    if (!Array.isArray(list)) return wrongType(list, "a list");
    if (list.length > longestList) return outOfSchema(`the list has more than ${longestList} items`);
    const values2 = [];
    for (const [index, item] of list.entries()) {
      const reading = item === null ? wrongType(item, `of type ${items2.type}`) : readItem(item);
      if ("missing" in reading)
        return { missing: reading.missing, detail: `item ${index + 1}: ${reading.detail ?? ""}` };
      values2.push(reading.value);
    }
    return check(values2, list);
  };
}
function constraints(signal) {
  const all2 = [];
  const number = (test, says) => all2.push((value) => typeof value === "number" && !test(value) ? says : void 0);
  const text2 = (test, says) => all2.push((value) => typeof value === "string" && !test(value) ? says : void 0);
  const list = (test, says) => all2.push((value) => Array.isArray(value) && !test(value) ? says : void 0);
  const {
    minimum,
    maximum,
    exclusiveMinimum,
    exclusiveMaximum,
    multipleOf,
    minLength,
    maxLength,
    pattern: pattern2,
    format,
    minItems,
    maxItems
  } = signal;
  if (minimum !== void 0) number((value) => value >= minimum, `is below ${minimum}`);
  if (maximum !== void 0) number((value) => value <= maximum, `is above ${maximum}`);
  if (exclusiveMinimum !== void 0) number((value) => value > exclusiveMinimum, `is not above ${exclusiveMinimum}`);
  if (exclusiveMaximum !== void 0) number((value) => value < exclusiveMaximum, `is not below ${exclusiveMaximum}`);
  if (multipleOf !== void 0) number((value) => isMultiple(value, multipleOf), `is not a multiple of ${multipleOf}`);
  if (minLength !== void 0) text2((value) => sizeOf(value) >= minLength, `is shorter than ${minLength} characters`);
  if (maxLength !== void 0) text2((value) => sizeOf(value) <= maxLength, `is longer than ${maxLength} characters`);
  if (pattern2 !== void 0) {
    const matches = compilePattern(pattern2);
    text2(typeof matches === "string" ? () => false : matches, `does not match ${pattern2}`);
  }
  const isOfFormat = formatCheck(format);
  if (isOfFormat) text2(isOfFormat, `is not of format ${format}`);
  if (minItems !== void 0) list((value) => value.length >= minItems, `has fewer than ${minItems} items`);
  if (maxItems !== void 0) list((value) => value.length <= maxItems, `has more than ${maxItems} items`);
  if (signal.uniqueItems) list((value) => new Set(value).size === value.length, "holds an item twice");
  const { enum: values2, const: only } = signal;
  if (values2)
    all2.push(
      (value) => values2.some((allowed) => sameValue(allowed, value)) ? void 0 : `is not one of ${values2.map(brief).join(", ")}`
    );
  if (only !== void 0) all2.push((value) => sameValue(only, value) ? void 0 : `is not ${brief(only)}`);
  return all2;
}
function sameValue(a, b) {
  if (typeof a === "string" && typeof b === "string") return compareCodePoints(a, b) === 0;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  return a === b;
}
function ageCheck(signal) {
  const { maxAge, observedAt } = signal;
  const limit = maxAge === void 0 ? void 0 : parseDuration(maxAge);
  if (maxAge === void 0 || limit === void 0) return () => void 0;
  const path2 = observedAt?.split(".") ?? [];
  return (input, at) => {
    const observed = path2.length > 0 ? valueAtPath(input, path2) : void 0;
    const time = typeof observed === "string" ? parseTimestamp(observed) : void 0;
    if (time === void 0) {
      const detail = observed === void 0 ? `${observedAt ?? "observedAt"} is not given` : `${brief(observed)} is not an RFC 3339 time`;
      return { missing: "age-unknown", detail };
    }
    if (at - time <= limit) return void 0;
    return { missing: "stale", detail: `${describeDuration(at - time)} old, at most ${maxAge}` };
  };
}

// engine/decide/compile.ts
function period(rule) {
  const { from, until } = rule.effective ?? {};
  return {
    from: (from === void 0 ? void 0 : parseTimestamp(from)) ?? -Infinity,
    until: (until === void 0 ? void 0 : parseTimestamp(until)) ?? Infinity
  };
}

// engine/analysis/subject.ts
function analysisSubject(ruleSet, checker) {
  const conditionAt = (source, path2) => compileCondition(source, checker, path2).condition;
  return {
    ruleSet,
    declarations: declarationsOf(ruleSet),
    hitPolicy: ruleSet.hitPolicy ?? "first",
    rules: ruleSet.rules.flatMap((rule, index) => {
      if (rule.status === "draft" || rule.status === "retired") return [];
      return [
        {
          ref: { id: rule.id, version: rule.version ?? 1 },
          rule,
          index,
          shadow: rule.status === "shadow",
          ...period(rule),
          condition: conditionAt(rule.when, ["rules", index, "when"]),
          onUnknown: rule.onUnknown ?? ruleSet.onUnknown ?? "safe"
        }
      ];
    }),
    default: ruleSet.default ?? null,
    assumptions: (ruleSet.assumptions ?? []).map(({ when = true, holds: holds3 }, index) => ({
      when: conditionAt(when, ["assumptions", index, "when"]),
      holds: conditionAt(holds3, ["assumptions", index, "holds"])
    })),
    invariants: (ruleSet.invariants ?? []).map((invariant, index) => ({
      invariant,
      when: conditionAt(invariant.when ?? true, ["invariants", index, "when"])
    }))
  };
}

// engine/condition/space/dimension.ts
function layoutOf(dimensions) {
  let stride = 0;
  for (const dimension of dimensions) {
    dimension.offset = stride;
    dimension.width = dimension.kind === "ordered" ? 3 : dimension.cells + 32 >>> 5;
    stride += dimension.width;
  }
  const whole = new Int32Array(stride);
  for (const dimension of dimensions) fill(whole, dimension);
  return { dimensions, stride, whole };
}
function fill(box, { kind, offset, width, cells, missing }) {
  if (kind === "ordered") {
    box[offset] = 0;
    box[offset + 1] = cells - 1;
    box[offset + 2] = missing ? 1 : 0;
    return;
  }
  box.fill(0, offset, offset + width);
  for (let cell = 0; cell < cells + (missing ? 1 : 0); cell++) setBit(box, offset, cell);
}
function setBit(box, offset, bit) {
  const at = offset + (bit >>> 5);
  box[at] = (box[at] ?? 0) | 1 << (bit & 31);
}
function hasBit(box, offset, bit) {
  return ((box[offset + (bit >>> 5)] ?? 0) >>> (bit & 31) & 1) === 1;
}
function holdsCell(box, { kind, offset, cells }, cell) {
  if (kind === "finite") return hasBit(box, offset, cell);
  if (cell === cells) return box[offset + 2] === 1;
  return cell >= (box[offset] ?? 0) && cell <= (box[offset + 1] ?? -1);
}
function statesIn(box, { kind, offset, width }) {
  if (kind === "ordered") {
    return Math.max(0, (box[offset + 1] ?? -1) - (box[offset] ?? 0) + 1) + (box[offset + 2] ?? 0);
  }
  let count = 0;
  for (let i = offset; i < offset + width; i++) count += countBits(box[i] ?? 0);
  return count;
}
function countBits(bits) {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count++;
  return count;
}
function statesOf(box, dimension) {
  const states = [];
  for (let cell = 0; cell <= dimension.cells; cell++) if (holdsCell(box, dimension, cell)) states.push(cell);
  return states;
}
function firstState(box, { kind, offset, width, cells }) {
  if (kind === "ordered") {
    const low = box[offset] ?? 0;
    return low <= (box[offset + 1] ?? -1) ? low : cells;
  }
  for (let i = 0; i < width; i++) {
    const bits = box[offset + i] ?? 0;
    if (bits !== 0) return (i << 5) + 31 - Math.clz32(bits & -bits);
  }
  return cells;
}
function nthState(box, { kind, offset, width, cells }, number) {
  if (kind === "ordered") {
    const low = box[offset] ?? 0;
    return low + number <= (box[offset + 1] ?? -1) ? low + number : cells;
  }
  let left = number;
  for (let i = 0; i < width; i++) {
    for (let bits = box[offset + i] ?? 0; bits !== 0; bits &= bits - 1) {
      if (left-- === 0) return (i << 5) + 31 - Math.clz32(bits & -bits);
    }
  }
  return cells;
}
function isEmptyAt(box, { kind, offset, width }) {
  if (kind === "ordered") return (box[offset] ?? 0) > (box[offset + 1] ?? -1) && box[offset + 2] === 0;
  for (let i = offset; i < offset + width; i++) if (box[i] !== 0) return false;
  return true;
}
function sameAt(a, b, { kind, offset, width }) {
  if (kind === "ordered" && (a[offset] ?? 0) > (a[offset + 1] ?? -1) && (b[offset] ?? 0) > (b[offset + 1] ?? -1)) {
    return a[offset + 2] === b[offset + 2];
  }
  for (let i = offset; i < offset + width; i++) if (a[i] !== b[i]) return false;
  return true;
}
function withinAt(inner, outer, { kind, offset, width }) {
  if (kind === "ordered") {
    const [low = 0, high = -1] = [inner[offset], inner[offset + 1]];
    const inside = low > high || low >= (outer[offset] ?? 0) && high <= (outer[offset + 1] ?? -1);
    return inside && (inner[offset + 2] === 0 || outer[offset + 2] === 1);
  }
  for (let i = offset; i < offset + width; i++) if (((inner[i] ?? 0) & ~(outer[i] ?? 0)) !== 0) return false;
  return true;
}
function narrowAt(box, by, { kind, offset, width }) {
  if (kind === "ordered") {
    const low = Math.max(box[offset] ?? 0, by[offset] ?? 0);
    const high = Math.min(box[offset + 1] ?? -1, by[offset + 1] ?? -1);
    box[offset] = low;
    box[offset + 1] = high;
    box[offset + 2] = (box[offset + 2] ?? 0) & (by[offset + 2] ?? 0);
    return low <= high || box[offset + 2] === 1;
  }
  let left = 0;
  for (let i = offset; i < offset + width; i++) left |= box[i] = (box[i] ?? 0) & (by[i] ?? 0);
  return left !== 0;
}
function meetAt(a, b, { kind, offset, width }) {
  if (kind === "ordered") {
    if (((a[offset + 2] ?? 0) & (b[offset + 2] ?? 0)) === 1) return true;
    return Math.max(a[offset] ?? 0, b[offset] ?? 0) <= Math.min(a[offset + 1] ?? -1, b[offset + 1] ?? -1);
  }
  for (let i = offset; i < offset + width; i++) if (((a[i] ?? 0) & (b[i] ?? 0)) !== 0) return true;
  return false;
}
function boxesMeet(layout, a, b) {
  for (const dimension of layout.dimensions) if (!meetAt(a, b, dimension)) return false;
  return true;
}
function intersect(layout, a, b) {
  if (!boxesMeet(layout, a, b)) return null;
  const result = a.slice();
  for (const dimension of layout.dimensions) if (!narrowAt(result, b, dimension)) return null;
  return result;
}
function within(layout, inner, outer) {
  return layout.dimensions.every((dimension) => withinAt(inner, outer, dimension));
}
function constrained(layout, box) {
  return layout.dimensions.filter((dimension) => !sameAt(box, layout.whole, dimension));
}

// engine/condition/space/boxes.ts
function cellsBox(layout, states) {
  const box = layout.whole.slice();
  for (const { dimension, cells } of states) setCells(box, dimension, cells);
  return box;
}
function setCells(box, dimension, cells) {
  const { kind, offset, width, cells: count } = dimension;
  if (kind === "finite") {
    box.fill(0, offset, offset + width);
    for (const cell of cells) setBit(box, offset, cell);
    return;
  }
  const present3 = cells.filter((cell) => cell < count);
  box[offset] = present3.length === 0 ? 0 : Math.min(...present3);
  box[offset + 1] = present3.length === 0 ? -1 : Math.max(...present3);
  box[offset + 2] = cells.includes(count) ? 1 : 0;
}
function regionAt(layout, dimension, cells, missing) {
  const withMissing = missing && dimension.missing;
  if (dimension.kind === "finite") {
    const states = [...cells, ...withMissing ? [dimension.cells] : []];
    return states.length === 0 ? [] : [cellsBox(layout, [{ dimension, cells: states }])];
  }
  const ranges = cells;
  const boxes = ranges.map((range) => rangeBox(layout, dimension, range, false));
  if (!withMissing) return boxes;
  const [first = rangeBox(layout, dimension, [0, -1], false), ...rest2] = boxes;
  first[dimension.offset + 2] = 1;
  return [first, ...rest2];
}
function rangeBox(layout, { offset }, [first, last], missing) {
  const box = layout.whole.slice();
  box[offset] = first;
  box[offset + 1] = last;
  box[offset + 2] = missing ? 1 : 0;
  return box;
}
function intersectRegions(layout, a, b, most = Infinity) {
  const boxes = [];
  for (const left of a) {
    for (const right of b) {
      const both3 = intersect(layout, left, right);
      if (both3 !== null) boxes.push(both3);
    }
    if (boxes.length > 4 * most) return null;
  }
  const tidy = simplified(layout, boxes);
  return tidy.length > most ? null : tidy;
}
function simplified(layout, boxes) {
  if (boxes.length < 2 || boxes.length > 300) return [...boxes];
  let left = [...boxes];
  for (let changed = true; changed; ) {
    changed = false;
    left = left.filter(
      (box, index) => !left.some(
        (other, at) => at !== index && within(layout, box, other) && (at < index || !within(layout, other, box))
      )
    );
    pairs: for (let i = 0; i < left.length; i++) {
      for (let j = i + 1; j < left.length; j++) {
        const joint = joinedBox(layout, left[i], left[j]);
        if (joint === null) continue;
        left = [...left.slice(0, i), joint, ...left.slice(i + 1, j), ...left.slice(j + 1)];
        changed = true;
        break pairs;
      }
    }
  }
  return left;
}
function joinedBox(layout, a, b) {
  let differs = null;
  for (const dimension of layout.dimensions) {
    if (sameAt(a, b, dimension)) continue;
    if (differs !== null) return null;
    differs = dimension;
  }
  if (differs === null) return a;
  const { kind, offset, width } = differs;
  const joint = a.slice();
  if (kind === "finite") {
    for (let i = offset; i < offset + width; i++) joint[i] = (a[i] ?? 0) | (b[i] ?? 0);
    return joint;
  }
  const [low, high, otherLow, otherHigh] = [a[offset] ?? 0, a[offset + 1] ?? -1, b[offset] ?? 0, b[offset + 1] ?? -1];
  joint[offset + 2] = (a[offset + 2] ?? 0) | (b[offset + 2] ?? 0);
  if (low > high || otherLow > otherHigh) {
    joint[offset] = low > high ? otherLow : low;
    joint[offset + 1] = low > high ? otherHigh : high;
    return joint;
  }
  if (otherLow > high + 1 || low > otherHigh + 1) return null;
  joint[offset] = Math.min(low, otherLow);
  joint[offset + 1] = Math.max(high, otherHigh);
  return joint;
}
function difference(layout, a, b, most = Infinity) {
  let left = [...a];
  for (const box of b) {
    const next = [];
    for (const each of left) {
      next.push(...beside(layout, each, box));
      if (next.length > most) return null;
    }
    left = next;
  }
  return left;
}
function beside(layout, box, taken) {
  if (!boxesMeet(layout, box, taken)) return [box];
  const parts = [];
  let inner = box;
  for (const dimension of layout.dimensions) {
    if (withinAt(inner, taken, dimension)) continue;
    for (const part of complementAt(layout, taken, dimension)) {
      const piece = inner.slice();
      if (narrowAt(piece, part, dimension)) parts.push(piece);
    }
    inner = inner.slice();
    narrowAt(inner, taken, dimension);
  }
  return parts;
}
function outside(layout, box) {
  const parts = [];
  for (const dimension of layout.dimensions) {
    if (sameAt(box, layout.whole, dimension)) continue;
    for (const part of complementAt(layout, box, dimension)) parts.push(part);
  }
  return parts;
}
function complementAt(layout, box, dimension) {
  const { kind, offset, width, cells, missing } = dimension;
  if (kind === "finite") {
    const part = layout.whole.slice();
    for (let i = offset; i < offset + width; i++) part[i] = (part[i] ?? 0) & ~(box[i] ?? 0);
    return isEmptyAt(part, dimension) ? [] : [part];
  }
  const [low = 0, high = -1] = [box[offset], box[offset + 1]];
  const ranges = low > high ? [[0, cells - 1]] : [
    [0, low - 1],
    [high + 1, cells - 1]
  ];
  return [
    ...regionAt(
      layout,
      dimension,
      ranges.filter(([first, last]) => first <= last),
      missing && box[offset + 2] === 0
    )
  ].filter((part) => !isEmptyAt(part, dimension));
}
function widened(layout, box) {
  if (box.length === layout.stride) return box;
  const wide2 = layout.whole.slice();
  wide2.set(box);
  return wide2;
}

// engine/condition/text-cells/code-points.ts
var lastCodePoint = 1114111;
var firstSurrogate = 55296;
var lastSurrogate = 57343;
function includes(set, codePoint) {
  let low = 0;
  let high = set.length / 2;
  while (low < high) {
    const middle = low + high >> 1;
    if (codePoint > set[2 * middle + 1]) low = middle + 1;
    else high = middle;
  }
  return 2 * low < set.length && codePoint >= set[2 * low];
}
function distinctSets(sets) {
  const distinct = [];
  for (const set of sets) if (!distinct.some((other) => sameSet(other, set))) distinct.push(set);
  return distinct;
}
function sameSet(a, b) {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length && a !== b; i++) if (a[i] !== b[i]) return false;
  return true;
}
function codePointsOf(text2) {
  return Array.from(text2, (character) => character.codePointAt(0));
}

// engine/condition/text-cells/automaton.ts
function startsWith(prefix2) {
  const letters2 = codePointsOf(prefix2);
  const dead2 = letters2.length + 1;
  return {
    start: 0,
    sets: singletons(letters2),
    next: (state, codePoint) => state >= letters2.length ? state : letters2[state] === codePoint ? state + 1 : dead2,
    verdict: (state) => Number(state === letters2.length),
    dead: dead2
  };
}
function endsWith(suffix) {
  const letters2 = codePointsOf(suffix);
  const next = progress(letters2);
  return { start: 0, sets: singletons(letters2), next, verdict: (state) => Number(state === letters2.length) };
}
function contains(part) {
  const letters2 = codePointsOf(part);
  const next = progress(letters2);
  return {
    start: 0,
    sets: singletons(letters2),
    next: (state, codePoint) => state === letters2.length ? state : next(state, codePoint),
    verdict: (state) => Number(state === letters2.length)
  };
}
function progress(letters2) {
  const borders = [0, 0];
  const others2 = [0];
  for (let length = 1; length < letters2.length; length++) {
    const border = borders[length];
    others2.push(letters2[border] === letters2[length] ? others2[border] : border);
    borders.push(next(border, letters2[length]));
  }
  others2.push(borders[letters2.length] ?? 0);
  return next;
  function next(state, codePoint) {
    let length = state;
    while (length > 0 && letters2[length] !== codePoint) length = others2[length];
    return letters2[length] === codePoint ? length + 1 : 0;
  }
}
function orderAmong(values2) {
  const words3 = values2.map(codePointsOf);
  const states = words3.map((_, low) => ({ low, high: low, depth: 0 }));
  states.push({ low: words3.length, high: words3.length, depth: 0 });
  const known = /* @__PURE__ */ new Map();
  const starting = (low, high, depth) => {
    const key = `${low} ${depth}`;
    let state = known.get(key);
    if (state === void 0) known.set(key, state = states.push({ low, high, depth }) - 1);
    return state;
  };
  return {
    start: starting(0, words3.length, 0),
    sets: distinctSets(
      [...new Set(words3.flat())].flatMap((letter) => [[letter, letter], ...letter > 0 ? [[0, letter - 1]] : []])
    ),
    next: (state, codePoint) => {
      const { low, high, depth } = states[state];
      if (low === high) return state;
      let first = low;
      while (first < high && (words3[first]?.[depth] ?? -1) < codePoint) first++;
      let last = first;
      while (last < high && words3[last]?.[depth] === codePoint) last++;
      return first === last ? first : starting(first, last, depth + 1);
    },
    verdict: (state) => {
      const { low, high, depth } = states[state];
      return 2 * low + Number(low < high && words3[low]?.length === depth);
    }
  };
}
function singletons(letters2) {
  return [...new Set(letters2)].map((letter) => [letter, letter]);
}

// engine/condition/text-cells/text-test.ts
import { RE2JS as RE2JS2 } from "re2js";
function isEquality(test) {
  return test.kind === "one-of" || test.kind === "compare" && (test.operator === "==" || test.operator === "!=");
}
function namedStrings(test) {
  return test.kind === "one-of" ? test.values : [test.value];
}
function question(test, compile) {
  switch (test.kind) {
    case "compare": {
      const { operator, value } = test;
      return (text2) => orderHolds(compareCodePoints(text2, value), operator);
    }
    case "size": {
      const { operator, value } = test;
      return (text2) => orderHolds(sizeOf(text2) - value, operator);
    }
    case "text":
      return textQuestion(test.predicate, test.argument, compile);
  }
}
function orderHolds(sign, operator) {
  switch (operator) {
    case "<":
      return sign < 0;
    case "<=":
      return sign <= 0;
    case ">":
      return sign > 0;
    case ">=":
      return sign >= 0;
    case "==":
      return sign === 0;
    case "!=":
      return sign !== 0;
  }
}
function textQuestion(predicate, argument, compile) {
  switch (predicate) {
    case "startsWith":
      return (text2) => text2.startsWith(argument);
    case "endsWith":
      return (text2) => text2.endsWith(argument);
    case "contains":
      return (text2) => text2.includes(argument);
    case "matches":
      return (text2) => compile(argument)?.matcher(text2).find() === true;
  }
}
function compilePattern2(pattern2) {
  try {
    return RE2JS2.compile(pattern2);
  } catch {
    return void 0;
  }
}
function remembered(compile) {
  const compiled = /* @__PURE__ */ new Map();
  return (pattern2) => {
    if (!compiled.has(pattern2)) compiled.set(pattern2, compile(pattern2));
    return compiled.get(pattern2);
  };
}

// engine/condition/text-cells/re2-program.ts
var place = {
  lineStart: 1,
  lineEnd: 2,
  textStart: 4,
  textEnd: 8,
  wordBoundary: 16,
  noWordBoundary: 32
};
var operation = {
  fork: 1,
  forkToMatch: 2,
  capture: 3,
  assert: 4,
  fail: 5,
  match: 6,
  nothing: 7,
  readSet: 8,
  readOne: 9,
  readAny: 10,
  readAnyButNewline: 11
};
var foldCase = 1;
function re2Program(compiled) {
  const program = compiled.re2Input.prog;
  if (!isRecord(program) || !Array.isArray(program["inst"])) return void 0;
  const { start, inst } = program;
  const instructions = [];
  const folds = /* @__PURE__ */ new Map();
  for (const raw of inst) {
    const instruction = isRecord(raw) ? readInstruction(raw, folds) : void 0;
    if (!instruction) return void 0;
    instructions.push(instruction);
  }
  const exists = (target) => typeof target === "number" && target in instructions;
  const linked = instructions.every(
    (instruction) => (!("next" in instruction) || exists(instruction.next)) && (!("other" in instruction) || exists(instruction.other))
  );
  return linked && exists(start) ? { start, instructions } : void 0;
}
function readInstruction(raw, folds) {
  const { op, out: next, arg, runes } = raw;
  if (typeof next !== "number" || typeof arg !== "number" || !(runes instanceof Int32Array)) return void 0;
  switch (op) {
    case operation.fork:
    case operation.forkToMatch:
      return { kind: "fork", next, other: arg };
    case operation.capture:
    case operation.nothing:
      return { kind: "pass", next };
    case operation.assert:
      return { kind: "assert", next, needs: arg };
    case operation.fail:
      return { kind: "fail" };
    case operation.match:
      return { kind: "match" };
    case operation.readAny:
      return { kind: "read", next, set: [0, lastCodePoint] };
    case operation.readAnyButNewline:
      return { kind: "read", next, set: [0, 9, 11, lastCodePoint] };
    case operation.readSet:
    case operation.readOne: {
      const [only] = runes;
      if (runes.length !== 1 || only === void 0) return { kind: "read", next, set: runes };
      const folded = op === operation.readSet && (arg & foldCase) !== 0;
      return { kind: "read", next, set: folded ? caseVariants(only, folds) : [only, only] };
    }
    default:
      return void 0;
  }
}
function caseVariants(codePoint, known) {
  let variants = known.get(codePoint);
  if (!variants) {
    const beside3 = compilePattern2(`(?i)[\\x{${codePoint.toString(16)}}\\x{10FFFE}-\\x{10FFFF}]`);
    const read = beside3 && re2Program(beside3)?.instructions.find((instruction) => instruction.kind === "read");
    variants = read && read.set.length > 2 ? Array.from(read.set).slice(0, -2) : [codePoint, codePoint];
    known.set(codePoint, variants);
  }
  return variants;
}
function isRecord(value) {
  return typeof value === "object" && value !== null;
}

// engine/condition/text-cells/pattern-automaton.ts
var newline = [10, 10];
var wordCharacters = [48, 57, 65, 90, 95, 95, 97, 122];
var matched = 0;
var dead = 1;
var decidedBefore = place.textStart | place.lineStart;
var decidedAfter = -1;
function patternAutomaton(program, spend) {
  const { instructions } = program;
  const states = [
    { waiting: [], before: "other", accepts: true },
    { waiting: [], before: "other", accepts: false }
  ];
  const known = /* @__PURE__ */ new Map();
  const seenIn = new Int32Array(instructions.length);
  let round = 0;
  const startsAnywhere = ["newline", "word", "other"].some((before2) => {
    const from = follow([program.start], meets(before2), decidedBefore);
    return from === "match" || from.length > 0;
  });
  return {
    start: enter([program.start], "nothing"),
    sets: distinctSets(setsOf(instructions)),
    next: (state, codePoint) => state === matched || state === dead ? state : read(states[state], codePoint),
    verdict: (state) => Number(states[state].accepts),
    dead
  };
  function read(state, codePoint) {
    const after = neighbour(codePoint);
    const ready = follow(state.waiting, meets(state.before, after), decidedAfter);
    if (ready === "match") return matched;
    const reached = [program.start];
    for (const at of ready) {
      const instruction = instructions[at];
      if (instruction.kind === "read" && includes(instruction.set, codePoint)) reached.push(instruction.next);
    }
    return enter(reached, after);
  }
  function enter(reached, before2) {
    const waiting = follow(reached, meets(before2), decidedBefore);
    if (waiting === "match") return matched;
    if (waiting.length === 0 && !startsAnywhere) return dead;
    waiting.sort((a, b) => a - b);
    const asserts = waiting.some((at) => instructions[at]?.kind === "assert");
    const key = `${asserts ? before2 : ""} ${waiting.join()}`;
    let state = known.get(key);
    if (state === void 0) {
      const accepts = follow(waiting, meets(before2, "nothing"), decidedAfter) === "match";
      state = states.push({ waiting, before: before2, accepts }) - 1;
      known.set(key, state);
    }
    return state;
  }
  function follow(from, met, decided) {
    const stack = [...from];
    const waiting = [];
    round++;
    for (let at = stack.pop(); at !== void 0; at = stack.pop()) {
      if (seenIn[at] === round) continue;
      seenIn[at] = round;
      spend(1);
      const instruction = instructions[at];
      switch (instruction.kind) {
        case "match":
          return "match";
        case "fail":
          break;
        case "read":
          waiting.push(at);
          break;
        case "fork":
          stack.push(instruction.next, instruction.other);
          break;
        case "pass":
          stack.push(instruction.next);
          break;
        case "assert":
          if ((instruction.needs & decided & ~met) !== 0) break;
          if ((instruction.needs & ~decided) !== 0) waiting.push(at);
          else stack.push(instruction.next);
          break;
      }
    }
    return waiting;
  }
}
function meets(before2, after) {
  let met = before2 === "nothing" ? place.textStart | place.lineStart : before2 === "newline" ? place.lineStart : 0;
  if (after === void 0) return met;
  if (after === "nothing") met |= place.textEnd | place.lineEnd;
  if (after === "newline") met |= place.lineEnd;
  return met | (before2 === "word" === (after === "word") ? place.noWordBoundary : place.wordBoundary);
}
function neighbour(codePoint) {
  return codePoint === 10 ? "newline" : includes(wordCharacters, codePoint) ? "word" : "other";
}
function* setsOf(instructions) {
  for (const instruction of instructions) {
    if (instruction.kind === "read") yield instruction.set;
    if (instruction.kind !== "assert") continue;
    if ((instruction.needs & (place.lineStart | place.lineEnd)) !== 0) yield newline;
    if ((instruction.needs & (place.wordBoundary | place.noWordBoundary)) !== 0) yield wordCharacters;
  }
}

// engine/condition/text-cells/asking.ts
function askingAutomata(tests, compile, budget) {
  const automata = [];
  const bounds2 = boundsOf(tests);
  if (bounds2.length > 0) automata.push(orderAmong(bounds2));
  const known = /* @__PURE__ */ new Map();
  let exact = true;
  const answers2 = tests.map(answerOf);
  return { automata, answers: (verdicts, length) => answers2.map((answer) => answer(verdicts, length)), exact };
  function answerOf(test) {
    switch (test.kind) {
      case "size":
        return (_, length) => orderHolds(length - test.value, test.operator);
      case "compare": {
        const place3 = 2 * bounds2.indexOf(test.value) + 1;
        return (verdicts) => orderHolds((verdicts[0] ?? 0) - place3, test.operator);
      }
      case "text": {
        const at = indexOf(`${test.predicate} ${test.argument}`, () => textAutomaton(test, compile, budget));
        return (verdicts) => verdicts[at] === 1;
      }
    }
  }
  function indexOf(key, make) {
    const index = known.get(key);
    if (index !== void 0) return index;
    const automaton = make();
    exact &&= automaton !== void 0;
    const added = automaton ? automata.push(automaton) - 1 : -1;
    known.set(key, added);
    return added;
  }
}
function boundsOf(tests) {
  const values2 = /* @__PURE__ */ new Set();
  for (const test of tests) if (test.kind === "compare") values2.add(test.value);
  return [...values2].sort(compareCodePoints);
}
function textAutomaton(test, compile, budget) {
  switch (test.predicate) {
    case "startsWith":
      return startsWith(test.argument);
    case "endsWith":
      return endsWith(test.argument);
    case "contains":
      return contains(test.argument);
    case "matches":
      return automatonOf(compile(test.argument), budget);
  }
}
function automatonOf(compiled, budget) {
  if (!compiled) return nothing;
  const program = re2Program(compiled);
  return program && patternAutomaton(program, (steps) => budget.left -= steps);
}
var nothing = { start: 0, sets: [], next: () => 0, verdict: () => 0, dead: 0 };

// engine/condition/text-cells/alphabet.ts
var keyboard = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ -_.,:;/@+!?#'\"()&%*=$<>[]{}|~^`\\";
function alphabetOf(groups) {
  const bounds2 = boundsOf2(groups);
  const pieceAt = /* @__PURE__ */ new Map();
  for (const [piece, bound] of bounds2.entries()) pieceAt.set(bound, piece);
  pieceAt.set(lastCodePoint + 1, bounds2.length);
  const byGroup = groups.map((sets) => split2(sets, bounds2.length, pieceAt));
  const together = combine(byGroup, bounds2.length);
  const letters2 = [];
  const letterOfClass = /* @__PURE__ */ new Map();
  const letterOf = (codePoint) => {
    const joint = together[pieceOf(bounds2, codePoint)];
    let letter = letterOfClass.get(joint);
    if (letter === void 0) letterOfClass.set(joint, letter = letters2.push({ pieces: [], typed: [] }) - 1);
    return letter;
  };
  for (const character of keyboard) {
    const codePoint = character.codePointAt(0);
    letters2[letterOf(codePoint)]?.typed.push(codePoint);
  }
  for (const [piece, low] of bounds2.entries())
    if (low < firstSurrogate || low > lastSurrogate) letters2[letterOf(low)]?.pieces.push(piece);
  const best = letters2.map((letter) => memberOf(letter, /* @__PURE__ */ new Set()));
  return {
    size: letters2.length,
    letterOf,
    member: (letter, except) => except ? memberOf(letters2[letter], except) : best[letter],
    classes: byGroup.map((classes) => withoutGaps(letters2.map(({ pieces }) => classes[pieces[0]])))
  };
  function memberOf({ pieces, typed }, except) {
    const first = typed.find((codePoint) => !except.has(codePoint));
    if (first !== void 0) return first;
    let plain;
    for (const piece of pieces) {
      const end = bounds2[piece + 1] ?? lastCodePoint + 1;
      for (let codePoint = bounds2[piece], tried = 0; codePoint < end && tried < patience; codePoint++) {
        if (except.has(codePoint)) continue;
        if (isPresentable(codePoint)) return codePoint;
        plain ??= codePoint;
        tried++;
      }
    }
    return plain;
  }
}
var patience = 40;
function isPresentable(codePoint) {
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(String.fromCodePoint(codePoint));
}
function boundsOf2(groups) {
  const bounds2 = /* @__PURE__ */ new Set([0, firstSurrogate, lastSurrogate + 1]);
  for (const sets of groups)
    for (const set of sets)
      for (let i = 0; i < set.length; i += 2) {
        bounds2.add(set[i]);
        bounds2.add(set[i + 1] + 1);
      }
  bounds2.delete(lastCodePoint + 1);
  return [...bounds2].sort((a, b) => a - b);
}
function pieceOf(bounds2, codePoint) {
  let low = 0;
  let high = bounds2.length;
  while (high - low > 1) {
    const middle = low + high >> 1;
    if (bounds2[middle] <= codePoint) low = middle;
    else high = middle;
  }
  return low;
}
function split2(sets, pieces, pieceAt) {
  const classes = new Array(pieces).fill(0);
  let count = 1;
  for (const set of sets) {
    const moved2 = /* @__PURE__ */ new Map();
    for (let i = 0; i < set.length; i += 2) {
      const end = pieceAt.get(set[i + 1] + 1);
      for (let piece = pieceAt.get(set[i]); piece < end; piece++) {
        const from = classes[piece];
        let to = moved2.get(from);
        if (to === void 0) moved2.set(from, to = count++);
        classes[piece] = to;
      }
    }
  }
  return classes;
}
function combine(groups, pieces) {
  let joint = new Int32Array(pieces);
  for (const classes of groups) {
    const most = 1 + classes.reduce((a, b) => Math.max(a, b), 0);
    joint = withoutGaps(classes.map((own2, piece) => joint[piece] * most + own2));
  }
  return joint;
}
function withoutGaps(classes) {
  const numbers = /* @__PURE__ */ new Map();
  return Int32Array.from(classes, (old) => {
    let number = numbers.get(old);
    if (number === void 0) numbers.set(old, number = numbers.size);
    return number;
  });
}

// engine/condition/text-cells/product.ts
function productOf(asking, required, named, budget) {
  const automata = [...asking, ...required];
  const alphabet = alphabetOf(automata.map(({ sets }) => sets));
  const tables = automata.map((automaton, index) => tableOf(automaton, alphabet, classesOf(index)));
  const places = [];
  const nodes = [];
  const known = /* @__PURE__ */ new Map();
  const knownVerdicts = /* @__PURE__ */ new Map();
  const unusualIn = new Int32Array(alphabet.size).fill(-1);
  enter({ states: automata.map(({ start }) => start), branch: treeOf(named) });
  let next = 0;
  for (; next < nodes.length && budget.left > 0; next++) expand(next);
  return { nodes, complete: next === nodes.length };
  function classesOf(index) {
    return alphabet.classes[index];
  }
  function enter(place3) {
    places.push(place3);
    return nodes.push({ verdicts: verdictsAt(place3), edges: [] }) - 1;
  }
  function verdictsAt({ states, branch }) {
    if (branch?.named) return void 0;
    const all2 = automata.map((automaton, index) => automaton.verdict(states[index]));
    if (all2.slice(asking.length).some((verdict) => verdict !== 1)) return void 0;
    const verdicts = all2.slice(0, asking.length);
    const key = verdicts.join();
    if (!knownVerdicts.has(key)) knownVerdicts.set(key, verdicts);
    return knownVerdicts.get(key);
  }
  function expand(node) {
    const { states, branch } = places[node];
    const { edges } = nodes[node];
    const rows = states.map((state, index) => tables[index](state));
    for (const { unusual } of rows) for (const letter of unusual) unusualIn[letter] = node;
    const reached = /* @__PURE__ */ new Set();
    let usualDone = false;
    for (let letter = 0; letter < alphabet.size; letter++) {
      const usual = unusualIn[letter] !== node;
      if (usual && usualDone) continue;
      const codePoint = alphabet.member(letter, branch?.children);
      if (codePoint === void 0) continue;
      usualDone ||= usual;
      const to = step(rows, letter);
      if (!to) continue;
      const key = to.join();
      let target = known.get(key);
      if (target === void 0) known.set(key, target = enter({ states: to, branch: void 0 }));
      if (reached.has(target)) continue;
      reached.add(target);
      edges.push({ to: target, codePoint });
    }
    for (const [codePoint, child] of branch?.children ?? []) {
      const to = step(rows, alphabet.letterOf(codePoint));
      if (to) edges.push({ to: enter({ states: to, branch: child }), codePoint });
    }
  }
  function step(rows, letter) {
    budget.left -= rows.length + 1;
    const to = rows.map(({ next: next2 }, index) => next2[classesOf(index)[letter]]);
    return required.some(({ dead: dead2 }, index) => to[asking.length + index] === dead2) ? void 0 : to;
  }
}
function tableOf(automaton, alphabet, classes) {
  const letters2 = [];
  for (const [letter, own2] of classes.entries()) (letters2[own2] ??= []).push(letter);
  const representatives = letters2.map(([letter]) => alphabet.member(letter));
  const rows = [];
  return (state) => rows[state] ??= rowOf(state);
  function rowOf(state) {
    const next = representatives.map((codePoint) => automaton.next(state, codePoint));
    const counts = /* @__PURE__ */ new Map();
    let usual = -1;
    for (const [own2, to] of next.entries()) {
      const count = (counts.get(to) ?? 0) + letters2[own2].length;
      counts.set(to, count);
      if (count > (counts.get(usual) ?? 0)) usual = to;
    }
    const unusual = [];
    for (const [own2, to] of next.entries()) if (to !== usual) unusual.push(...letters2[own2]);
    return { next, unusual };
  }
}
function treeOf(named) {
  if (named.length === 0) return void 0;
  const root = { named: false, children: /* @__PURE__ */ new Map() };
  for (const text2 of named) {
    let branch = root;
    for (const codePoint of codePointsOf(text2)) {
      let child = branch.children.get(codePoint);
      if (!child) branch.children.set(codePoint, child = { named: false, children: /* @__PURE__ */ new Map() });
      branch = child;
    }
    branch.named = true;
  }
  return root;
}

// engine/condition/text-cells/shortest.ts
var longestExample = 1e4;
function* shortestStrings(product, ranges, budget) {
  const layerAt = layersOf(product, budget);
  for (const [range, { least, most }] of ranges.entries()) {
    const layer = layerAt(least);
    if (!layer) return;
    const seen = new Set(layer.keys());
    const queue = Array.from(seen, (node) => ({ node, length: least, from: void 0, codePoint: 0 }));
    for (let next = 0; next < queue.length; next++) {
      const step = queue[next];
      const { node, length } = step;
      yield { node: product.nodes[node], range, length, text: () => textOf(step, layerAt) };
      if (length === most) continue;
      for (const { to, codePoint } of edgesOf(product, node)) {
        if (--budget.left <= 0) return;
        if (seen.has(to)) continue;
        seen.add(to);
        queue.push({ node: to, length: length + 1, from: step, codePoint });
      }
    }
  }
}
function layersOf(product, budget) {
  const layers = [/* @__PURE__ */ new Map([[0, { from: -1, codePoint: 0 }]])];
  let settled2 = false;
  return (length) => {
    while (layers.length <= length && !settled2) {
      if (layers.length > longestExample) {
        budget.left = 0;
        return void 0;
      }
      const last = layers[layers.length - 1];
      const layer = /* @__PURE__ */ new Map();
      for (const from of last.keys())
        for (const { to, codePoint } of edgesOf(product, from)) {
          if (--budget.left <= 0) return void 0;
          if (!layer.has(to)) layer.set(to, { from, codePoint });
        }
      settled2 = layer.size === last.size && [...layer.keys()].every((node) => last.has(node));
      layers.push(layer);
    }
    return layers[Math.min(length, layers.length - 1)];
  };
}
function textOf(end, layerAt) {
  if (end.length > longestExample) return void 0;
  const backwards = [];
  let step = end;
  for (; step.from; step = step.from) backwards.push(step.codePoint);
  for (let { node, length } = step; length > 0; length--) {
    const entry = layerAt(length)?.get(node);
    if (!entry) return void 0;
    backwards.push(entry.codePoint);
    node = entry.from;
  }
  return backwards.reverse().map((codePoint) => String.fromCodePoint(codePoint)).join("");
}
function edgesOf(product, node) {
  return product.nodes[node].edges;
}

// engine/condition/text-cells/joined.ts
var mostChosenFreely = 12;
var stepsForPattern = 5e3;
function* joinedStrings(tests, compile) {
  const words3 = tests.flatMap((test) => {
    const word = test.kind === "text" ? wordOf(test, compile) : void 0;
    return word === void 0 || test.kind !== "text" ? [] : [{ word, predicate: test.predicate }];
  });
  for (const chosen2 of choices(words3)) {
    const [start = "", ...starts] = longestFirst(chosen2, "startsWith");
    const [end = "", ...ends] = longestFirst(chosen2, "endsWith");
    if (!starts.every((other) => start.startsWith(other)) || !ends.every((other) => end.endsWith(other))) continue;
    const within2 = chosen2.filter(({ predicate }) => predicate === "contains" || predicate === "matches");
    yield [start, ...within2.map(({ word }) => word), end].filter((word) => word !== "").join(" ");
  }
}
function longestFirst(words3, predicate) {
  return words3.filter((word) => word.predicate === predicate).map(({ word }) => word).sort((a, b) => b.length - a.length);
}
function* choices(items2) {
  if (items2.length <= mostChosenFreely) {
    for (let chosen2 = 0; chosen2 < 2 ** items2.length; chosen2++) yield items2.filter((_, index) => chosen2 & 1 << index);
    return;
  }
  for (const [index, item] of items2.entries()) {
    yield [item];
    for (const other of items2.slice(index + 1)) yield [item, other];
  }
  yield [...items2];
}
function wordOf(test, compile) {
  if (test.predicate !== "matches") return test.argument;
  const budget = { left: stepsForPattern };
  const automaton = automatonOf(compile(test.argument), budget);
  if (!automaton) return void 0;
  const product = productOf([], [automaton], [], budget);
  for (const reached of shortestStrings(product, [{ least: 0, most: Infinity }], { left: stepsForPattern }))
    if (reached.node.verdicts) return reached.text();
  return void 0;
}

// engine/condition/text-cells/partition.ts
function partitionBy(tests, compile) {
  const others2 = tests.filter((test) => !isEquality(test));
  const questions = others2.map((test) => question(test, compile));
  const naming = /* @__PURE__ */ new Map();
  for (const [index, test] of tests.entries()) {
    if (!isEquality(test)) continue;
    for (const text2 of new Set(namedStrings(test))) {
      const indexes = naming.get(text2);
      if (indexes) indexes.push(index);
      else naming.set(text2, [index]);
    }
  }
  const found = /* @__PURE__ */ new Map();
  return {
    named: [...naming.keys()],
    others: others2,
    place: (text2) => add2(
      questions.map((asks) => asks(text2)),
      naming.get(text2) ?? [],
      text2
    ),
    holds: (answers2) => found.get(keyOf(answers2, []))?.certain === true,
    add: (answers2, example) => add2(answers2, [], example),
    cells: () => [...found.values()]
  };
  function add2(answers2, namedIn, example) {
    const key = keyOf(answers2, namedIn);
    const cell = found.get(key);
    if (cell?.certain || cell && example === null) return;
    const truths2 = cell?.truths ?? truthsOf(answers2, namedIn);
    found.set(key, example === null ? { truths: truths2, certain: false, example } : { truths: truths2, certain: true, example });
  }
  function truthsOf(answers2, namedIn) {
    let other = 0;
    const truths2 = tests.map(
      (test) => isEquality(test) ? test.kind === "compare" && test.operator === "!=" : answers2[other++]
    );
    for (const index of namedIn) truths2[index] = !truths2[index];
    return truths2;
  }
}
function keyOf(answers2, namedIn) {
  let key = "";
  for (const answer of answers2) key += answer ? "1" : "0";
  return `${key} ${namedIn.join()}`;
}

// engine/condition/text-cells/plain-formats.ts
var patterns = {
  email: "^[a-z0-9]+([._+-][a-z0-9]+)*@([a-z0-9]+(-[a-z0-9]+)*\\.)+[a-z]{2,}$",
  hostname: "^([a-z0-9]+(-[a-z0-9]+)*\\.)+[a-z]{2,}$",
  uri: "^https?://([a-z0-9]+(-[a-z0-9]+)*\\.)+[a-z]{2,}(:[0-9]{2,4})?(/[A-Za-z0-9._~-]+)*/?(\\?[a-z]+=[A-Za-z0-9]*(&[a-z]+=[A-Za-z0-9]*)*)?(#[a-z0-9-]+)?$",
  uuid: "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
  date: "^(19|20)[0-9]{2}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)$",
  time: "^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{3})?(Z|[+-](0[0-9]|1[0-4]):00)$",
  ipv4: "^(([1-9]?[0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5])\\.){3}([1-9]?[0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5])$",
  ipv6: "^([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}$",
  "json-pointer": "^(/[A-Za-z0-9_-]+)*$"
};
var likewise = {
  url: "uri",
  "uri-reference": "uri",
  "uri-template": "uri"
};
function plainPattern(format) {
  const name = Object.hasOwn(likewise, format) ? likewise[format] : format;
  return Object.hasOwn(patterns, name) ? patterns[name] : void 0;
}

// engine/condition/text-cells/text-cells.ts
var defaultLimit = 4e5;
var worthTyping = 3;
var trials = 50;
function textCells(tests, schema, options = {}) {
  const compile = remembered(options.compile ?? compilePattern2);
  const partition = partitionBy(tests, compile);
  const allows = schemaQuestion(schema, options.isOfFormat, compile);
  for (const example of strings(schema.examples ?? [])) if (allows(example)) partition.place(example);
  const listed2 = schema.enum ?? (schema.const === void 0 ? void 0 : [schema.const]);
  if (listed2) {
    for (const text2 of strings(listed2)) if (allows(text2)) partition.place(text2);
    return { cells: partition.cells(), complete: true };
  }
  const named = partition.named.filter(allows);
  for (const text2 of named) partition.place(text2);
  const exploring = { left: options.limit ?? defaultLimit };
  const asking = askingAutomata(partition.others, compile, exploring);
  const automaton = (pattern3) => pattern3 === void 0 ? void 0 : automatonOf(compile(pattern3), exploring);
  const pattern2 = automaton(schema.pattern);
  const plain = schema.format === void 0 || !options.isOfFormat ? void 0 : automaton(plainPattern(schema.format));
  if (plain) walk([plain]);
  const complete = walk([]) && asking.exact;
  if (!complete) {
    for (const text2 of joinedStrings(partition.others, compile)) if (allows(text2)) partition.place(text2);
  }
  const cells = partition.cells();
  return { cells, complete: complete || cells.length === 2 ** tests.length };
  function walk(required) {
    const product = productOf(asking.automata, pattern2 ? [pattern2, ...required] : required, named, exploring);
    const walking = { left: options.limit ?? defaultLimit };
    addUnnamed(partition, asking, shortestStrings(product, lengthsOf(partition.others, schema), walking), allows);
    return product.complete && walking.left > 0;
  }
}
function addUnnamed(partition, asking, strings2, allows) {
  let range = 0;
  let tried = /* @__PURE__ */ new Map();
  let empty;
  for (const { node, length, ...reached } of strings2) {
    if (reached.range !== range) tried = /* @__PURE__ */ new Map();
    range = reached.range;
    if (length > worthTyping) offerEmpty();
    const { verdicts } = node;
    const count = verdicts ? tried.get(verdicts) ?? 0 : trials;
    if (!verdicts || count === trials) continue;
    const answers2 = asking.answers(verdicts, length);
    const settled2 = asking.exact && partition.holds(answers2);
    tried.set(verdicts, settled2 ? trials : count + 1);
    if (settled2) continue;
    if (length === 0) empty = answers2;
    else offer(answers2, reached.text());
  }
  offerEmpty();
  function offerEmpty() {
    if (empty) offer(empty, "");
    empty = void 0;
  }
  function offer(answers2, text2) {
    const example = text2 !== void 0 && allows(text2) ? text2 : null;
    if (asking.exact) partition.add(answers2, example);
    else if (example !== null) partition.place(example);
  }
}
function lengthsOf(tests, { minLength = 0, maxLength = Infinity }) {
  const least = Math.max(0, Math.ceil(minLength));
  const most = Math.floor(maxLength);
  const starts = /* @__PURE__ */ new Set([least]);
  for (const test of tests) {
    if (test.kind !== "size" || !Number.isFinite(test.value)) continue;
    for (const start of [Math.ceil(test.value), Math.floor(test.value) + 1]) if (start > least) starts.add(start);
  }
  const ascending = [...starts].sort((a, b) => a - b);
  return ascending.map((start, index) => ({ least: start, most: Math.min(most, (ascending[index + 1] ?? Infinity) - 1) })).filter((range) => range.least <= range.most);
}
function strings(values2) {
  return values2.filter((value) => typeof value === "string");
}
function schemaQuestion(schema, isOfFormat, compile) {
  const { pattern: pattern2, minLength = 0, maxLength = Infinity, enum: listed2, const: only } = schema;
  return (text2) => !/\p{Cs}/u.test(text2) && sizeOf(text2) >= minLength && sizeOf(text2) <= maxLength && (pattern2 === void 0 || compile(pattern2)?.matcher(text2).find() === true) && (listed2 === void 0 || listed2.includes(text2)) && (only === void 0 || only === text2) && (isOfFormat === void 0 || isOfFormat(text2));
}

// engine/condition/condition.ts
function clausesOf(condition) {
  switch (condition.kind) {
    case "clause":
      return [condition];
    case "all":
    case "any":
      return condition.operands.flatMap(clausesOf);
    case "not":
      return clausesOf(condition.operand);
    case "if":
      return [condition.test, condition.then, condition.otherwise].flatMap(clausesOf);
    case "constant":
    case "broken":
      return [];
  }
}

// engine/condition/space/asked.ts
var noViews = /* @__PURE__ */ new Map();
function questionsOf(conditions, loose, views = noViews) {
  const questions = { signals: /* @__PURE__ */ new Map(), opaque: /* @__PURE__ */ new Map(), broken: [] };
  const all2 = [...conditions, ...[...views.values()].map(({ readable: readable2 }) => readable2)];
  for (const condition of all2) {
    for (const clause of clausesOf(condition)) ask(questions, unviewed(clause, views), loose);
    collectBroken(condition, questions.broken);
  }
  return questions;
}
function unviewed(clause, views) {
  if (!clause.signals.some((name) => views.has(name))) return clause;
  const named = (name) => views.get(name)?.signal ?? name;
  const { test, needs, signals } = clause;
  return {
    ...clause,
    test: test.kind === "opaque" ? test : { ...test, signal: named(test.signal) },
    needs: needs.map(named),
    signals: signals.map(named)
  };
}
function ask({ signals, opaque }, clause, loose) {
  const { test } = clause;
  if (test.kind === "opaque" || test.kind !== "has" && loose.has(test.signal)) {
    opaque.set(clause.standardForm, clause);
    for (const name of clause.signals) askedOf(signals, name);
    return;
  }
  const asked = askedOf(signals, test.signal);
  switch (test.kind) {
    case "has":
      return;
    case "compare":
      if (typeof test.value === "number") asked.numbers.add(test.value);
      else if (typeof test.value !== "string") return;
      else if (test.operator === "==" || test.operator === "!=") asked.texts.add(test.value);
      else asked.predicates.set(textTestName(test), test);
      return;
    case "between":
      if (test.low <= test.high) asked.numbers.add(test.low).add(test.high);
      return;
    case "one-of":
      for (const value of test.values) {
        if (typeof value === "number") asked.numbers.add(value);
        else if (typeof value === "string") asked.texts.add(value);
      }
      return;
    case "contains":
      asked.members.add(test.value);
      return;
    case "overlaps":
      for (const value of test.values) asked.members.add(value);
      return;
    case "within":
      asked.others = true;
      for (const value of test.values) asked.members.add(value);
      return;
    case "size":
      asked.sizes.add(test.value);
      asked.predicates.set(textTestName(test), test);
      return;
    case "text":
      asked.predicates.set(textTestName(test), test);
      return;
  }
}
function askedOf(signals, name) {
  let asked = signals.get(name);
  if (asked === void 0) {
    asked = {
      numbers: /* @__PURE__ */ new Set(),
      texts: /* @__PURE__ */ new Set(),
      predicates: /* @__PURE__ */ new Map(),
      members: /* @__PURE__ */ new Set(),
      others: false,
      sizes: /* @__PURE__ */ new Set()
    };
    signals.set(name, asked);
  }
  return asked;
}
function textTestName(test) {
  return test.kind === "text" ? `${test.predicate} ${test.argument}` : `${test.kind} ${test.operator} ${test.value}`;
}
function collectBroken(condition, found) {
  switch (condition.kind) {
    case "broken":
      found.push(condition);
      return;
    case "all":
    case "any":
      for (const operand of condition.operands) collectBroken(operand, found);
      return;
    case "not":
      collectBroken(condition.operand, found);
      return;
    case "if":
      for (const part of [condition.test, condition.then, condition.otherwise]) collectBroken(part, found);
      return;
    case "constant":
    case "clause":
      return;
  }
}

// engine/condition/space/number-line.ts
var { MAX_SAFE_INTEGER, MAX_VALUE } = Number;
var limits2 = {
  double: [-MAX_VALUE, MAX_VALUE, null],
  int: [-MAX_SAFE_INTEGER, MAX_SAFE_INTEGER, 1],
  // google.protobuf.Duration and Timestamp.
  duration: [-315576e9, 315576e9, 1e-6],
  timestamp: [-621355968e5, 253402300799999, 1]
};
function numberLineOf(signal) {
  const type = signalType(signal);
  const limit = limits2[type];
  if (limit === void 0) return void 0;
  const [low, high, step] = limit;
  const numeric = type === "int" || type === "double";
  const { exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity } = numeric ? signal : {};
  const { minimum = -Infinity, maximum = Infinity } = numeric ? signal : {};
  const listed2 = signal.const !== void 0 ? [signal.const] : signal.enum;
  const line = {
    step,
    range: {
      low: Math.max(low, minimum, exclusiveMinimum),
      high: Math.min(high, maximum, exclusiveMaximum),
      lowOpen: exclusiveMinimum >= Math.max(low, minimum),
      highOpen: exclusiveMaximum <= Math.min(high, maximum)
    },
    listed: null,
    multipleOf: (numeric ? signal.multipleOf : void 0) ?? null
  };
  if (listed2 !== void 0) {
    const values2 = listed2.flatMap((value) => {
      const both3 = signal.enum === void 0 || signal.enum.includes(value);
      const number = typeof value === "number" ? value : typeof value === "string" ? parse2(type, value) : void 0;
      return number !== void 0 && both3 && isOn({ ...line, listed: null }, number) ? [number] : [];
    });
    line.listed = [...new Set(values2)].sort((a, b) => a - b);
  }
  return line;
}
function parse2(type, text2) {
  return type === "duration" ? parseDuration(text2) : type === "timestamp" ? parseTimestamp(text2) : void 0;
}
function isOn(line, value) {
  if (line.listed !== null) return line.listed.includes(value);
  return isInside(line.range, value) && (line.step !== 1 || Number.isInteger(value)) && (line.multipleOf === null || isMultiple(value, line.multipleOf));
}
function isInside({ low, high, lowOpen, highOpen }, value) {
  return (lowOpen ? value > low : value >= low) && (highOpen ? value < high : value <= high);
}
function common(a, b) {
  const low = Math.max(a.low, b.low);
  const high = Math.min(a.high, b.high);
  return {
    low,
    high,
    lowOpen: a.low === low && a.lowOpen || b.low === low && b.lowOpen,
    highOpen: a.high === high && a.highOpen || b.high === high && b.highOpen
  };
}
function hasValue(line, interval) {
  return anyValue(line, interval) !== void 0;
}
function anyValue(line, interval) {
  if (line.listed !== null) return line.listed.find((value) => isInside(interval, value));
  const inside = common(interval, line.range);
  const { low, high, lowOpen, highOpen } = inside;
  if (low > high) return void 0;
  if (line.multipleOf !== null) return firstMultiple(line, inside, line.multipleOf);
  if (line.step !== null) {
    const perUnit = line.step === 1 ? 1 : 1e6;
    const first = lowOpen ? Math.floor(low * perUnit) + 1 : Math.ceil(low * perUnit);
    const value = first / perUnit;
    if (isInside(inside, value)) return value;
    return line.step === 1 ? void 0 : betweenDoubles(inside);
  }
  if (!lowOpen && isInside(inside, low)) return low;
  if (!highOpen && isInside(inside, high)) return high;
  return betweenDoubles(inside);
}
function betweenDoubles({ low, high, lowOpen, highOpen }) {
  const middle = low / 2 + high / 2;
  if (middle > low && middle < high) return middle;
  if (!lowOpen && (low < high || low === high && !highOpen)) return low;
  return !highOpen && high > low ? high : void 0;
}
function firstMultiple(line, inside, unit) {
  const rising = Math.abs(inside.low) <= Math.abs(inside.high);
  const wholeUnit = line.step === 1 && !Number.isInteger(unit);
  const start = rising ? Math.floor(inside.low / unit) : Math.ceil(inside.high / unit);
  const opposite2 = inside.low < 0 && inside.high > 0;
  for (let i = -1; i < (wholeUnit ? 1e4 : 12); i++) {
    const value = Number(((opposite2 ? i + 1 : start + (rising ? i : -i)) * unit).toPrecision(15));
    if (rising || opposite2 ? value > inside.high : value < inside.low) return void 0;
    if (isInside(inside, value) && isMultiple(value, unit) && (line.step !== 1 || Number.isInteger(value)))
      return value;
  }
  return void 0;
}

// engine/condition/space/number-cells.ts
function numberCells(line, constants) {
  const thresholds = Float64Array.from(new Set(constants)).sort();
  const indexOf = /* @__PURE__ */ new Map();
  thresholds.forEach((threshold, index) => indexOf.set(threshold, index));
  const slots = 2 * thresholds.length + 1;
  const before2 = new Int32Array(slots + 1);
  const slotOf = [];
  for (let slot = 0; slot < slots; slot++) {
    before2[slot] = slotOf.length;
    if (hasValue(line, intervalOf2(slot))) slotOf.push(slot);
  }
  before2[slots] = slotOf.length;
  const count = slotOf.length;
  const at = (slot) => before2[slot] ?? count;
  return { line, count, where: where2, cellOf, interval: (cell) => intervalOf2(slotOf[cell] ?? 0), thresholds: [...thresholds] };
  function intervalOf2(slot) {
    const index = slot >>> 1;
    const high = thresholds[index] ?? Infinity;
    if (slot & 1) return { low: high, high, lowOpen: false, highOpen: false };
    return { low: thresholds[index - 1] ?? -Infinity, high, lowOpen: true, highOpen: true };
  }
  function where2(operator, constant) {
    const point = 2 * (indexOf.get(constant) ?? -1) + 1;
    switch (operator) {
      case "<":
        return [0, at(point) - 1];
      case "<=":
        return [0, at(point + 1) - 1];
      case ">":
        return [at(point + 1), count - 1];
      case ">=":
        return [at(point), count - 1];
      case "==":
        return [at(point), at(point + 1) - 1];
    }
  }
  function cellOf(value) {
    let low = 0;
    let high = thresholds.length;
    while (low < high) {
      const middle = low + high >>> 1;
      if ((thresholds[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    const slot = 2 * low + (thresholds[low] === value ? 1 : 0);
    return before2[slot] === before2[slot + 1] ? -1 : at(slot);
  }
}

// engine/condition/space/signal-axes.ts
function valueAxis(name, signal, asked) {
  const line = numberLineOf(signal);
  if (line !== void 0) return numberAxis(name, signal, line, asked.numbers);
  if (signalType(signal) === "bool") {
    return listedAxis(
      name,
      signal,
      [false, true].filter((value) => isListed(signal, value))
    );
  }
  const listed2 = signal.const !== void 0 ? [signal.const] : signal.enum;
  if (listed2 !== void 0) {
    const texts = listed2.filter((each) => typeof each === "string" && isListed(signal, each));
    return listedAxis(
      name,
      signal,
      [...new Set(texts)].filter((text2) => fitsSchema(signal, text2))
    );
  }
  return textAxis(name, signal, asked);
}
function fitsSchema(signal, text2) {
  const { cells } = textCells([], { ...signal, enum: [text2], const: text2 }, { isOfFormat: formatCheck(signal.format) });
  return cells.length > 0;
}
function isListed(signal, value) {
  return (signal.const === void 0 || signal.const === value) && (signal.enum === void 0 || signal.enum.includes(value));
}
function dimensionOf(subject2, signal, part) {
  const { maxAge, observedAt, required } = signal;
  const never = maxAge !== void 0 && observedAt === void 0;
  const cells = never ? 0 : part.cells;
  const name = subject2.kind === "value" || subject2.kind === "member" || subject2.kind === "size" ? subject2.signal : "";
  return {
    index: -1,
    subject: subject2,
    kind: part.kind,
    cells,
    // A promise that cannot be kept is none: without any value the signal is missing.
    missing: required !== true || cells === 0,
    offset: 0,
    width: 0,
    cellOf: (values2) => {
      const value = values2.get(name);
      return value === void 0 ? cells : part.cellOf(value);
    }
  };
}
function numberAxis(name, signal, line, constants) {
  const cells = numberCells(line, constants);
  return {
    dimension: dimensionOf({ kind: "value", signal: name }, signal, {
      kind: "ordered",
      cells: cells.count,
      cellOf: (value) => cells.cellOf(value)
    }),
    where: (test) => numberRanges(test, cells.where, cells.count),
    meaning: (cell) => ({ kind: "interval", interval: cells.interval(cell) })
  };
}
function numberRanges(test, where2, count) {
  switch (test.kind) {
    case "compare":
    case "size":
      if (typeof test.value !== "number") return [];
      return test.operator === "!=" ? beside2(where2("==", test.value), count) : filled([where2(test.operator, test.value)]);
    case "between": {
      const inside = test.low <= test.high ? [where2(">=", test.low)[0], where2("<=", test.high)[1]] : [0, -1];
      return test.negated ? beside2(inside, count) : filled([inside]);
    }
    case "one-of":
      return joined(test.values.flatMap((value) => typeof value === "number" ? [where2("==", value)] : []));
    case "text":
      return [];
  }
}
function filled(ranges) {
  return ranges.filter(([first, last]) => first <= last);
}
function beside2([first, last], count) {
  return first > last ? filled([[0, count - 1]]) : filled([
    [0, first - 1],
    [last + 1, count - 1]
  ]);
}
function joined(ranges) {
  const result = [];
  for (const [first, last] of filled(ranges).sort((a, b) => a[0] - b[0])) {
    const previous = result.at(-1);
    if (previous !== void 0 && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else result.push([first, last]);
  }
  return result;
}
function listedAxis(name, signal, values2) {
  const cellOf = new Map(values2.map((value, index) => [value, index]));
  return {
    dimension: dimensionOf({ kind: "value", signal: name }, signal, {
      kind: "finite",
      cells: values2.length,
      cellOf: (value) => cellOf.get(value) ?? -1
    }),
    where: (test) => values2.flatMap((value, index) => holdsFor(test, value) ? [index] : []),
    meaning: (cell) => ({ kind: "value", value: values2[cell] ?? "" })
  };
}
function textAxis(name, signal, { texts, predicates }) {
  const named = [...texts];
  const tests = [...predicates.values()];
  const { cells, complete } = textCells(
    [...named.map((value) => ({ kind: "compare", operator: "==", value })), ...tests.map(toPredicate)],
    signal,
    { isOfFormat: formatCheck(signal.format) }
  );
  if (!complete || cells.some(({ certain }) => !certain)) return null;
  const cellOfText = /* @__PURE__ */ new Map();
  const cellOfTruths = /* @__PURE__ */ new Map();
  cells.forEach(({ truths: truths2 }, cell) => {
    const text2 = named[truths2.indexOf(true)];
    if (text2 !== void 0) cellOfText.set(text2, cell);
    else cellOfTruths.set(keyOf2(truths2.slice(named.length)), cell);
  });
  const truthsOf = new Map(tests.map((test, index) => [textTestName(test), named.length + index]));
  return {
    dimension: dimensionOf({ kind: "value", signal: name }, signal, {
      kind: "finite",
      cells: cells.length,
      cellOf: (value) => cellOfText.get(value) ?? cellOfTruths.get(keyOf2(tests.map((test) => holdsFor(test, value)))) ?? -1
    }),
    where: (test) => {
      const holds3 = truthIn(test);
      return cells.flatMap(({ truths: truths2 }, cell) => holds3(truths2, cell) ? [cell] : []);
    },
    meaning: (cell) => {
      const { example, truths: truths2 = [] } = cells[cell] ?? {};
      return { kind: "text", example: example ?? "", named: named[truths2.indexOf(true)] !== void 0, truths: truths2 };
    },
    asks: [...named.map((value) => `${name} == ${JSON.stringify(value)}`), ...tests.map((test) => printTest(name, test))]
  };
  function truthIn(test) {
    if (test.kind === "one-of") {
      const wanted = new Set(test.values.map((value) => cellOfText.get(value)));
      return (_, cell) => wanted.has(cell);
    }
    if (test.kind === "compare" && (test.operator === "==" || test.operator === "!=")) {
      const wanted = cellOfText.get(test.value);
      return (_, cell) => cell === wanted === (test.operator === "==");
    }
    const at = test.kind === "between" ? void 0 : truthsOf.get(textTestName(test));
    return (truths2) => at !== void 0 && truths2[at] === true;
  }
}
function printTest(name, test) {
  switch (test.kind) {
    case "compare":
      return `${name} ${test.operator} ${JSON.stringify(test.value)}`;
    case "size":
      return `size(${name}) ${test.operator} ${test.value}`;
    case "text":
      return `${name}.${test.predicate}(${JSON.stringify(test.argument)})`;
  }
}
function keyOf2(truths2) {
  return truths2.map(Number).join("");
}
function toPredicate(test) {
  switch (test.kind) {
    case "compare":
      return { kind: "compare", operator: test.operator, value: String(test.value) };
    case "size":
      return { kind: "size", operator: test.operator, value: test.value };
    case "text":
      return { kind: "text", predicate: test.predicate, argument: test.argument };
  }
}

// engine/condition/space/list-axes.ts
var mostCombinations = 3e3;
var longestList2 = 1e4;
var mostNamed = 16;
function listAxes(name, signal, asked) {
  const items2 = signal.items ?? { type: "string" };
  const sized = asked.sizes.size > 0 || (signal.minItems ?? 0) > 0 || signal.maxItems !== void 0;
  const enumerated = valuesOf(items2);
  const nameable = enumerated !== null && (sized || asked.others && enumerated.length <= mostNamed);
  const named = nameable ? /* @__PURE__ */ new Set([...asked.members, ...enumerated]) : asked.members;
  const members = /* @__PURE__ */ new Map();
  const impossible = [];
  const held = (value, member) => value.includes(member) ? 1 : 0;
  for (const value of named) {
    const member = dimensionOf({ kind: "member", signal: name, value }, signal, {
      kind: "finite",
      cells: 2,
      cellOf: (list) => held(list, value)
    });
    members.set(value, member);
    if (!isItem(items2, value)) impossible.push([{ dimension: member, cells: [1] }]);
  }
  const unnamed = enumerated === null || enumerated.some((value) => !named.has(value));
  const others2 = unnamed && (asked.others || sized || members.size === 0) ? dimensionOf({ kind: "member", signal: name, value: null }, signal, {
    kind: "finite",
    cells: 2,
    cellOf: (list) => list.some((item) => !named.has(item)) ? 1 : 0
  }) : null;
  const axes = { members, others: others2, size: null, impossible, exact: true };
  if (sized) addSize(axes, name, signal, asked, enumerated);
  const all2 = [...members.values(), ...others2 ? [others2] : [], ...axes.size ? [axes.size.dimension] : []];
  if (all2.length === 0) {
    axes.others = dimensionOf({ kind: "member", signal: name, value: null }, signal, {
      kind: "finite",
      cells: 2,
      cellOf: (list) => list.length > 0 ? 1 : 0
    });
    impossible.push([{ dimension: axes.others, cells: [1] }]);
  }
  presentTogether(all2, impossible);
  return axes;
}
function addSize(axes, name, signal, asked, enumerated) {
  const { minItems = 0, maxItems = longestList2 } = signal;
  const distinct = signal.uniqueItems === true ? enumerated?.length ?? longestList2 : longestList2;
  const line = {
    step: 1,
    range: { low: minItems, high: Math.min(maxItems, distinct, longestList2), lowOpen: false, highOpen: false },
    listed: null,
    multipleOf: null
  };
  const cells = numberCells(line, [0, ...asked.sizes]);
  const dimension = dimensionOf({ kind: "size", signal: name }, signal, {
    kind: "ordered",
    cells: cells.count,
    cellOf: (list) => cells.cellOf(list.length)
  });
  axes.size = {
    dimension,
    meaning: (cell) => ({ kind: "interval", interval: cells.interval(cell) }),
    where: (operator, value) => {
      if (operator !== "!=") return [cells.where(operator, value)].filter(([first2, last2]) => first2 <= last2);
      const [first, last] = cells.where("==", value);
      const beside3 = first > last ? [[0, cells.count - 1]] : [
        [0, first - 1],
        [last + 1, cells.count - 1]
      ];
      return beside3.filter(([low, high]) => low <= high);
    }
  };
  const kinds = [...axes.members.values(), ...axes.others ? [axes.others] : []];
  for (let cell = 0; cell < cells.count; cell++) {
    const { low, high, lowOpen, highOpen } = cells.interval(cell);
    const most = Math.min(highOpen ? high - 1 : high, line.range.high);
    const least = Math.max(lowOpen ? low + 1 : low, line.range.low);
    if (most < kinds.length) forbid(axes, dimension, cell, kinds, most + 1, 1);
    const unbounded = axes.others !== null;
    if (signal.uniqueItems === true && least > 0) {
      const without = axes.others ? [axes.others] : [];
      const members = [...axes.members.values()];
      const missing = members.length - least + 1;
      if (missing <= 0) {
        if (unbounded)
          axes.impossible.push([
            { dimension, cells: [cell] },
            { dimension: axes.others, cells: [0] }
          ]);
        else axes.impossible.push([{ dimension, cells: [cell] }]);
      } else forbid(axes, dimension, cell, members, missing, 0, without);
    } else if (least > 0) {
      axes.impossible.push([{ dimension, cells: [cell] }, ...kinds.map((each) => ({ dimension: each, cells: [0] }))]);
    }
  }
}
function forbid(axes, size, cell, kinds, count, state, also = []) {
  const chosen2 = [];
  const choose2 = (from) => {
    if (axes.impossible.length > mostCombinations) {
      axes.exact = false;
      return;
    }
    if (chosen2.length === count) {
      const states = [...chosen2, ...also].map((dimension) => ({ dimension, cells: [state] }));
      axes.impossible.push([{ dimension: size, cells: [cell] }, ...states]);
      return;
    }
    for (let i = from; i <= kinds.length - (count - chosen2.length); i++) {
      chosen2.push(kinds[i]);
      choose2(i + 1);
      chosen2.pop();
    }
  };
  choose2(0);
}
function presentTogether(dimensions, impossible) {
  dimensions.forEach((dimension, index) => {
    const next = dimensions[index + 1];
    if (next === void 0 || !dimension.missing || !next.missing) return;
    const present3 = (of) => Array.from({ length: of.cells }, (_, cell) => cell);
    impossible.push([
      { dimension, cells: [dimension.cells] },
      { dimension: next, cells: present3(next) }
    ]);
    impossible.push([
      { dimension, cells: present3(dimension) },
      { dimension: next, cells: [next.cells] }
    ]);
  });
}
function valuesOf(items2) {
  if (items2.type === "boolean") return [false, true].filter((value) => isItem(items2, value));
  if (items2.enum !== void 0) {
    return items2.enum.filter((value) => typeof value !== "object").filter((value) => isItem(items2, value));
  }
  if (items2.type !== "integer" || items2.minimum === void 0 || items2.maximum === void 0) return null;
  const [low, high] = [Math.ceil(items2.minimum), Math.floor(items2.maximum)];
  return high - low < 64 ? Array.from({ length: Math.max(0, high - low + 1) }, (_, index) => low + index) : null;
}
function isItem(items2, value) {
  if (items2.enum !== void 0 && !items2.enum.includes(value)) return false;
  const line = numberLineOf(items2);
  if (line !== void 0) return typeof value === "number" && isOn(line, value);
  if (signalType(items2) === "bool") return typeof value === "boolean";
  if (typeof value !== "string") return false;
  const matches = items2.pattern === void 0 ? void 0 : compilePattern(items2.pattern);
  return matches === void 0 || typeof matches === "function" && matches(value);
}

// engine/condition/space/space.ts
function isList(axes) {
  return "members" in axes;
}
function dimensionsOf(axes) {
  if (!isList(axes)) return [axes.dimension];
  return [...axes.members.values(), ...axes.others ? [axes.others] : [], ...axes.size ? [axes.size.dimension] : []];
}
function createSpace(signals, conditions, views = noViews) {
  let questions = questionsOf(conditions, /* @__PURE__ */ new Set(), views);
  let axes = axesOfAll(signals, questions);
  const loose = [...axes].filter(([, made]) => made === null).map(([name]) => name);
  if (loose.length > 0) {
    questions = questionsOf(conditions, new Set(loose), views);
    axes = axesOfAll(signals, questions);
  }
  const dimensions = [];
  const add2 = (dimension) => {
    dimension.index = dimensions.length;
    dimensions.push(dimension);
    return dimension;
  };
  const bySignal = /* @__PURE__ */ new Map();
  for (const [name, made] of axes) {
    if (made === null) throw new Error(`The cells of ${name} cannot be told apart.`);
    for (const dimension of dimensionsOf(made)) add2(dimension);
    bySignal.set(name, made);
  }
  const opaque = /* @__PURE__ */ new Map();
  for (const [text2, clause] of questions.opaque) opaque.set(text2, add2(truthDimension(clause)));
  const broken = new Map(questions.broken.map((condition) => [condition, add2(anythingDimension())]));
  let layout = layoutOf(dimensions);
  const laws = [];
  let exact = true;
  for (const made of bySignal.values()) {
    if (!isList(made)) continue;
    exact &&= made.exact;
    for (const states of made.impossible) laws.push({ kind: "signal", box: cellsBox(layout, states) });
  }
  for (const [text2, clause] of questions.opaque) {
    for (const box of truthLaws(layout, opaque.get(text2), clause, bySignal))
      laws.push({ kind: "signal", box });
  }
  return {
    get layout() {
      return layout;
    },
    laws,
    signals: bySignal,
    types: new Map([...signals].map(([name, signal]) => [name, signalType(signal)])),
    opaque,
    broken,
    views,
    exact,
    addPart() {
      const part = add2({ ...anythingDimension(), subject: { kind: "part" }, missing: false, cellOf: () => -1 });
      layout = layoutOf(dimensions);
      return part;
    },
    locate(values2) {
      return Int32Array.from(dimensions, (dimension) => dimension.cellOf(values2));
    }
  };
}
function axesOfAll(signals, questions) {
  const made = /* @__PURE__ */ new Map();
  for (const [name, signal] of signals) {
    const asked = questions.signals.get(name);
    if (asked !== void 0) made.set(name, axesOf(name, signal, asked));
  }
  return made;
}
function axesOf(name, signal, asked) {
  return signalType(signal).startsWith("list") ? listAxes(name, signal, asked) : valueAxis(name, signal, asked);
}
function anythingDimension(subject2 = { kind: "broken" }) {
  return { index: -1, subject: subject2, kind: "finite", cells: 2, missing: true, offset: 0, width: 0, cellOf: () => 2 };
}
function truthDimension(clause) {
  const { standardForm: standardForm2, text: text2, signals, needs, test } = clause;
  const canFail2 = test.kind === "opaque" && test.canFail;
  return {
    ...anythingDimension({ kind: "opaque", text: standardForm2, written: text2, signals, needs, canFail: canFail2 }),
    cellOf: (values2) => truths.indexOf(evaluateClause(clause, values2).value)
  };
}
var truths = ["false", "true", "unknown"];
function truthLaws(layout, truth, clause, axes) {
  const first = (name) => {
    const made = axes.get(name);
    return made === void 0 ? [] : dimensionsOf(made).slice(0, 1);
  };
  const needed2 = clause.needs.flatMap(first);
  const laws = needed2.filter(({ missing }) => missing).map(
    (dimension) => cellsBox(layout, [
      { dimension: truth, cells: [0, 1] },
      { dimension, cells: [dimension.cells] }
    ])
  );
  if (clause.test.kind !== "opaque" || !clause.test.canFail) {
    const present3 = needed2.filter(({ missing }) => missing).map((dimension) => ({ dimension, cells: Array.from({ length: dimension.cells }, (_, cell) => cell) }));
    laws.push(cellsBox(layout, [{ dimension: truth, cells: [2] }, ...present3]));
  }
  return laws;
}

// engine/condition/space/formula.ts
function formulas(space) {
  const leaves = /* @__PURE__ */ new Map();
  return formulaOf;
  function formulaOf(condition) {
    switch (condition.kind) {
      case "constant":
        return { kind: "constant", value: condition.value };
      case "all":
      case "any":
        return { kind: condition.kind, operands: condition.operands.map(formulaOf) };
      case "not":
        return { kind: "not", operand: formulaOf(condition.operand) };
      case "if":
        return {
          kind: "if",
          test: formulaOf(condition.test),
          then: formulaOf(condition.then),
          otherwise: formulaOf(condition.otherwise)
        };
      case "broken":
        return truthLeaf(space.broken.get(condition));
      case "clause": {
        const { test, standardForm: standardForm2 } = condition;
        const asked = condition.needs.some((name) => space.views.has(name)) ? `${standardForm2} ${condition.needs.join()}` : standardForm2;
        let leaf = leaves.get(asked);
        if (leaf === void 0) {
          const truth = space.opaque.get(standardForm2);
          leaf = truth === void 0 ? viewed(test) : whereReadable(condition.needs, truthLeaf(truth));
          leaves.set(asked, leaf);
        }
        return leaf;
      }
    }
  }
  function viewed(test) {
    const view = space.views.get(test.signal);
    if (view === void 0) return clauseFormula(test);
    const formula = clauseFormula({ ...test, signal: view.signal });
    const readable2 = formulaOf(view.readable);
    return test.kind === "has" ? { kind: "all", operands: [formula, readable2] } : where(readable2, formula);
  }
  function whereReadable(names, formula) {
    const views = [...new Set(names)].flatMap((name) => space.views.get(name) ?? []);
    return views.reduce((inner, { readable: readable2 }) => where(formulaOf(readable2), inner), formula);
  }
  function clauseFormula(test) {
    const axes = space.signals.get(test.signal);
    if (axes === void 0) throw new Error(`No dimension was made for ${test.signal}.`);
    if (test.kind === "has") {
      const [dimension] = dimensionsOf(axes);
      return leafOf(dimension, all(dimension), true);
    }
    if (dimensionsOf(axes)[0]?.cells === 0) return { kind: "unknown" };
    if (isList(axes)) return listFormula(axes, test);
    return leafOf(axes.dimension, axes.where(test), false);
  }
}
function where(condition, formula) {
  const test = asLeaf(condition);
  if (test?.kind === "constant") return test.value ? formula : { kind: "unknown" };
  if (test?.kind !== "leaf" || formula.kind !== "leaf" || formula.presence || formula.dimension !== test.dimension) {
    return { kind: "if", test: condition, then: formula, otherwise: { kind: "unknown" } };
  }
  const { dimension } = formula;
  return {
    ...formula,
    yes: among(dimension, formula.yes, (cell) => holds2(test.yes, cell)),
    no: among(dimension, formula.no, (cell) => holds2(test.yes, cell)),
    unknown: among(dimension, all(dimension), (cell) => !holds2(test.yes, cell) || holds2(formula.unknown, cell))
  };
}
function asLeaf(formula) {
  if (formula.kind === "leaf" || formula.kind === "constant") return formula;
  if (formula.kind !== "all") return void 0;
  const [first, ...others2] = formula.operands;
  if (first?.kind !== "leaf" || first.presence) return void 0;
  if (!others2.every((each) => each.kind === "leaf" && each.dimension === first.dimension && !each.presence))
    return void 0;
  const leaves = formula.operands.flatMap((each) => each.kind === "leaf" ? [each] : []);
  const { dimension } = first;
  return {
    ...first,
    yes: among(dimension, all(dimension), (cell) => leaves.every(({ yes }) => holds2(yes, cell))),
    no: among(dimension, all(dimension), (cell) => leaves.some(({ no }) => holds2(no, cell)))
  };
}
function holds2(cells, cell) {
  return cells.some((each) => typeof each === "number" ? each === cell : cell >= each[0] && cell <= each[1]);
}
function among({ kind }, cells, test) {
  const listed2 = cells.flatMap(
    (each) => typeof each === "number" ? [each] : Array.from({ length: each[1] - each[0] + 1 }, (_, index) => each[0] + index)
  );
  const kept = listed2.filter(test);
  return kind === "finite" ? kept : joined(kept.map((cell) => [cell, cell]));
}
function truthLeaf(dimension) {
  return { kind: "leaf", dimension, yes: [1], no: [0], unknown: [], presence: false };
}
function all({ kind, cells }) {
  if (kind === "ordered") return cells === 0 ? [] : [[0, cells - 1]];
  return Array.from({ length: cells }, (_, cell) => cell);
}
function leafOf(dimension, yes, presence) {
  return { kind: "leaf", dimension, yes, no: rest(dimension, yes), unknown: [], presence };
}
function rest(dimension, yes) {
  if (dimension.kind === "ordered") {
    let left = dimension.cells === 0 ? [] : [[0, dimension.cells - 1]];
    for (const [first, last] of yes) {
      left = left.flatMap(
        ([low, high]) => last < low || first > high ? [[low, high]] : beside2([first - low, last - low], high - low + 1).map(([a, b]) => [a + low, b + low])
      );
    }
    return left;
  }
  const inside = new Set(yes);
  return all(dimension).filter((cell) => !inside.has(cell));
}
function listFormula(axes, test) {
  const holds3 = (dimension) => leafOf(dimension, [1], false);
  const [first] = dimensionsOf(axes);
  const present3 = (value) => leafOf(first, value ? all(first) : [], false);
  switch (test.kind) {
    case "contains": {
      const member = axes.members.get(test.value);
      return member === void 0 ? present3(false) : holds3(member);
    }
    case "overlaps": {
      const members = test.values.flatMap((value) => axes.members.get(value) ?? []);
      return members.length === 0 ? present3(false) : { kind: "any", operands: members.map(holds3) };
    }
    case "within": {
      const allowed = new Set(test.values);
      const refused2 = [...axes.members].filter(([value]) => !allowed.has(value)).map(([, dimension]) => dimension);
      const dimensions = [...refused2, ...axes.others ? [axes.others] : []];
      if (dimensions.length === 0) return present3(true);
      return { kind: "all", operands: dimensions.map((dimension) => leafOf(dimension, [0], false)) };
    }
    case "size":
      return axes.size === null ? present3(false) : leafOf(axes.size.dimension, axes.size.where(test.operator, test.value), false);
    case "compare":
    case "between":
    case "one-of":
    case "text":
      return present3(false);
  }
}

// engine/condition/space/regions.ts
var negated = { true: "false", false: "true", possible: "refutable", refutable: "possible" };
var mostBoxes = 128;
var opposite = { true: "refutable", false: "possible", possible: "false", refutable: "true" };
function firingTruth(onUnknown, decidesContinue) {
  return onUnknown === "fire" || onUnknown === "safe" && !decidesContinue ? "possible" : "true";
}
function createRegions(space) {
  const formulaOf = formulas(space);
  const named = /* @__PURE__ */ new Map();
  const leafRegions = /* @__PURE__ */ new Map();
  let closed = false;
  let refused2 = false;
  return {
    formula: formulaOf,
    of: (condition, wanted) => regionOf2(formulaOf(condition), wanted),
    close() {
      closed = true;
    },
    within(condition, wanted) {
      refused2 = false;
      const region = regionOf2(formulaOf(condition), wanted);
      return refused2 ? null : region;
    }
  };
  function regionOf2(formula, wanted) {
    switch (formula.kind) {
      case "constant":
        return formula.value === (wanted === "true" || wanted === "possible") ? [space.layout.whole.slice()] : [];
      case "unknown":
        return wanted === "possible" || wanted === "refutable" ? [space.layout.whole.slice()] : [];
      case "leaf":
        return leafOnce(formula, wanted);
      case "not":
        return regionOf2(formula.operand, negated[wanted]);
      case "all":
      case "any": {
        const single = isConjunction(formula, wanted) ? oneBox(formula.operands, wanted) : void 0;
        if (single !== void 0) return single;
        const regions2 = formula.operands.map((operand) => regionOf2(operand, wanted));
        return isConjunction(formula, wanted) ? product(regions2) ?? partRegion(formula, wanted) : union(regions2);
      }
      case "if": {
        const cases = casesOf(formula, wanted).map(
          (parts) => product(parts.map(([part, truth]) => regionOf2(part, truth)))
        );
        return cases.includes(null) ? partRegion(formula, wanted) : union(cases.flatMap((region) => [region ?? []]));
      }
    }
  }
  function oneBox(operands, wanted) {
    const box = space.layout.whole.slice();
    let empty = false;
    for (const operand of operands) {
      if (operand.kind !== "leaf") return void 0;
      const region = leafOnce(operand, wanted);
      const [part] = region;
      if (region.length > 1) return void 0;
      empty ||= part === void 0 || !narrowAt(box, widened(space.layout, part), operand.dimension);
    }
    return empty ? [] : [box];
  }
  function leafOnce(leaf, wanted) {
    let known = leafRegions.get(leaf);
    if (known === void 0) leafRegions.set(leaf, known = {});
    return known[wanted] ??= leafRegion(space.layout, leaf, wanted);
  }
  function widen(region) {
    return region.map((box) => widened(space.layout, box));
  }
  function union(regions2) {
    return simplified(space.layout, widen(regions2.flat()));
  }
  function product(regions2, most = mostBoxes) {
    let result = [space.layout.whole.slice()];
    for (const region of [...regions2].sort((a, b) => a.length - b.length)) {
      const next = intersectRegions(space.layout, widen(result), widen(region), most);
      if (next === null) return null;
      result = next;
    }
    return result;
  }
  function partRegion(formula, wanted) {
    if (closed && named.get(formula)?.get(wanted) === void 0) {
      refused2 = true;
      return [];
    }
    return [is(partOf(formula, wanted), 1)];
  }
  function partOf(formula, wanted) {
    const known = named.get(formula)?.get(wanted);
    if (known !== void 0) return known;
    const part = definePart(formula, wanted);
    const ofFormula = named.get(formula) ?? /* @__PURE__ */ new Map();
    named.set(formula, ofFormula.set(wanted, part));
    return part;
  }
  function definePart(formula, wanted) {
    switch (formula.kind) {
      case "constant":
      case "unknown":
      case "leaf":
        return partFor(regionOf2(formula, wanted));
      case "not":
        return partOf(formula.operand, negated[wanted]);
      case "all":
      case "any": {
        const operands = formula.operands.map((operand) => partOf(operand, wanted));
        return isConjunction(formula, wanted) ? allOf(operands) : anyOf(operands);
      }
      case "if":
        return anyOf(casesOf(formula, wanted).map((parts) => allOf(parts.map(([part, truth]) => partOf(part, truth)))));
    }
  }
  function partFor(region) {
    const part = space.addPart();
    for (const box of region) forbid2([is(part, 0)], [box]);
    const rest2 = region.reduce(
      (left, box) => product([left, outside(space.layout, widened(space.layout, box))], Infinity) ?? [],
      [space.layout.whole.slice()]
    );
    for (const box of rest2) forbid2([is(part, 1)], [box]);
    return part;
  }
  function allOf(operands) {
    const part = space.addPart();
    for (const operand of operands) forbid2([is(part, 1)], [is(operand, 0)]);
    forbid2([is(part, 0)], ...operands.map((operand) => [is(operand, 1)]));
    return part;
  }
  function anyOf(operands) {
    const part = space.addPart();
    for (const operand of operands) forbid2([is(part, 0)], [is(operand, 1)]);
    forbid2([is(part, 1)], ...operands.map((operand) => [is(operand, 0)]));
    return part;
  }
  function is(dimension, value) {
    const [box = space.layout.whole.slice()] = regionAt(space.layout, dimension, [value], false);
    return box;
  }
  function forbid2(...regions2) {
    for (const box of product(regions2) ?? []) space.laws.push({ kind: "part", box });
  }
}
function leafRegion(layout, { dimension, yes, no, unknown, presence }, wanted) {
  switch (wanted) {
    case "true":
      return regionAt(layout, dimension, yes, false);
    case "false":
      return regionAt(layout, dimension, no, presence);
    case "possible":
      return regionAt(layout, dimension, withUnknown(yes, dimension, unknown), !presence);
    case "refutable":
      return regionAt(layout, dimension, withUnknown(no, dimension, unknown), true);
  }
}
function withUnknown(cells, { kind }, others2) {
  if (others2.length === 0) return cells;
  return kind === "finite" ? [...cells, ...others2] : joined([...cells, ...others2]);
}
function isConjunction({ kind }, wanted) {
  return kind === "all" === (wanted === "true" || wanted === "possible");
}
function casesOf({ test, then: then2, otherwise }, wanted) {
  const known = [
    [
      [test, "true"],
      [then2, wanted]
    ],
    [
      [test, "false"],
      [otherwise, wanted]
    ]
  ];
  if (wanted === "true" || wanted === "false") return known;
  return [
    ...known,
    [
      [test, "possible"],
      [test, "refutable"]
    ]
  ];
}

// engine/model/rule-set.ts
var decisions = ["continue", "pause", "route", "escalate", "stop"];
function oversight(decision) {
  return decisions.indexOf(decision);
}
function ruleName(rule) {
  return `${rule.id}@${rule.version ?? 1}`;
}
function outcomeKey({ decide, to, payload }) {
  return JSON.stringify([decide, to ?? null, payload ?? null]);
}

// engine/analysis/search/clause.ts
function clauseOf(layout, box, source) {
  return { box, dimensions: Int32Array.from(constrained(layout, box), ({ index }) => index), source };
}

// engine/analysis/search/clause-index.ts
function scratchOf({ words: words3 }) {
  return {
    levels: [],
    conflicts: new Uint16Array(words3 << 5),
    pairs: new Int32Array(words3),
    several: new Int32Array(words3)
  };
}
function clauseIndex(layout, given, spare = 0) {
  const clauses = [...given];
  const words3 = clauses.length + spare + 31 >>> 5;
  const rows = layout.dimensions.map(
    (dimension) => dimension.kind === "ordered" ? orderedRows(dimension, clauses, words3) : finiteRows(dimension, clauses, words3)
  );
  return { layout, clauses, words: words3, rows, scratch: null };
}
function orderedRows(dimension, clauses, words3) {
  const { offset: at, cells } = dimension;
  const starting = new Int32Array(cells * words3);
  const ending = new Int32Array(cells * words3);
  const missing = new Int32Array(words3);
  clauses.forEach(({ box }, number) => {
    const [low = 0, high = -1] = [box[at], box[at + 1]];
    if (low <= high) {
      setBitAt(starting, low * words3, number);
      setBitAt(ending, high * words3, number);
    }
    if (box[at + 2] === 1) setBitAt(missing, 0, number);
  });
  for (let i = words3; i < starting.length; i++) starting[i] = starting[i] | starting[i - words3];
  for (let i = ending.length - words3 - 1; i >= 0; i--) {
    ending[i] = ending[i] | ending[i + words3];
  }
  return {
    dimension,
    keepMeeting(domain, set, used, first = 0) {
      const [low = 0, high = -1] = [domain[at], domain[at + 1]];
      const withMissing = domain[at + 2] === 1 ? -1 : 0;
      const [from, to] = [high * words3, low * words3];
      for (let i = first; i < used; i++) {
        const met = low <= high ? starting[from + i] & ending[to + i] : 0;
        set[i] = set[i] & (met | missing[i] & withMissing);
      }
    },
    containing(domain, into, start, used) {
      const [low = 0, high = -1] = [domain[at], domain[at + 1]];
      const unlessMissing = domain[at + 2] === 1 ? 0 : -1;
      const [from, to] = [low * words3, high * words3];
      for (let i = 0; i < used; i++) {
        const held = low <= high ? starting[from + i] & ending[to + i] : -1;
        into[start + i] = held & (missing[i] | unlessMissing);
      }
    },
    enter(box, number) {
      const [low = 0, high = -1] = [box[at], box[at + 1]];
      for (let cell = 0; cell < cells; cell++) {
        writeBit(starting, cell * words3, number, low <= high && low <= cell);
        writeBit(ending, cell * words3, number, low <= high && high >= cell);
      }
      writeBit(missing, 0, number, box[at + 2] === 1);
    }
  };
}
function finiteRows(dimension, clauses, words3) {
  const { offset: at, cells, width } = dimension;
  const states = cells + (dimension.missing ? 1 : 0);
  const holding = new Int32Array(states * words3);
  clauses.forEach(({ box }, number) => {
    for (let state = 0; state < states; state++) if (hasBit(box, at, state)) setBitAt(holding, state * words3, number);
  });
  const known = /* @__PURE__ */ new Map();
  const rowsOf = (domain) => {
    const key = width === 1 ? domain[at] : domain.slice(at, at + width).join();
    let rows = known.get(key);
    if (rows !== void 0) return rows;
    rows = { some: new Int32Array(words3), every: new Int32Array(words3).fill(-1) };
    for (let state = 0; state < states; state++) {
      if (!hasBit(domain, at, state)) continue;
      for (let i = 0; i < words3; i++) {
        const row = holding[state * words3 + i];
        rows.some[i] = rows.some[i] | row;
        rows.every[i] = rows.every[i] & row;
      }
    }
    if (known.size < mostRemembered) known.set(key, rows);
    return rows;
  };
  return {
    dimension,
    keepMeeting(domain, set, used, from = 0) {
      const { some } = rowsOf(domain);
      for (let i = from; i < used; i++) set[i] = set[i] & some[i];
    },
    containing(domain, into, start, used) {
      const { every } = rowsOf(domain);
      for (let i = 0; i < used; i++) into[start + i] = every[i];
    },
    enter(box, number) {
      for (let state = 0; state < states; state++) writeBit(holding, state * words3, number, hasBit(box, at, state));
      known.clear();
    }
  };
}
var mostRemembered = 256;
function setBitAt(rows, row, number) {
  const at = row + (number >>> 5);
  rows[at] = rows[at] | 1 << (number & 31);
}
function writeBit(rows, row, number, value) {
  const at = row + (number >>> 5);
  const bit = 1 << (number & 31);
  rows[at] = value ? rows[at] | bit : rows[at] & ~bit;
}
function enterClause(index, clause) {
  if (index.clauses.length === index.words << 5) throw new Error("There is no room for another clause.");
  const number = index.clauses.push(clause) - 1;
  for (const row of index.rows) row.enter(clause.box, number);
  return number;
}
function dropClauses(index, from) {
  index.clauses.length = from;
}
function emptySet(index) {
  return new Int32Array(index.words);
}
function addRange(set, first, end) {
  for (let number = first; number < end; ) {
    if ((number & 31) === 0 && number + 32 <= end) {
      set[number >>> 5] = -1;
      number += 32;
    } else setBitAt(set, 0, number++);
  }
}
function removeRange(set, first, end) {
  for (let number = first; number < end; number++) writeBit(set, 0, number, false);
}
function numbersIn(set) {
  const numbers = [];
  set.forEach((word, at) => {
    for (let bits = word; bits !== 0; bits &= bits - 1) numbers.push((at << 5) + lowestBit(bits));
  });
  return numbers;
}
function lowestBit(bits) {
  return 31 - Math.clz32(bits & -bits);
}

// engine/analysis/ground.ts
function wide(ground, region) {
  const { stride } = ground.space.layout;
  if (region.every((box) => box.length === stride)) return region;
  return region.map((box) => widened(ground.space.layout, box));
}
var noFrame = { views: noViews, laws: () => [] };
function layGround(subject2, now2, { views, laws: more } = noFrame) {
  const conditions = conditionsOf(subject2);
  const space = createSpace(subject2.declarations.signals, conditions, views);
  for (const box of more(space)) space.laws.push({ kind: "signal", box });
  const regions2 = createRegions(space);
  const ordered = inDecidingOrder(subject2);
  const firing = ordered.map(
    ({ rule, condition, onUnknown }) => regions2.of(condition, firingTruth(onUnknown, rule.decide === "continue"))
  );
  const broken = subject2.assumptions.map(({ when, holds: holds3 }) => [regions2.of(when, "true"), regions2.of(holds3, "false")]);
  for (const { when } of subject2.invariants) regions2.of(when, "true");
  regions2.close();
  const { layout } = space;
  const clauses = space.laws.map(({ box }) => clauseOf(layout, widened(layout, box), { kind: "law" }));
  broken.forEach(([when = [], holds3 = []], index2) => {
    for (const box of both(space, when, holds3)) clauses.push(clauseOf(layout, box, { kind: "assumption", index: index2 }));
  });
  const laws = clauses.length;
  const rules2 = ordered.map((rule, position) => {
    const fires = wide({ space }, firing[position] ?? []);
    const first = clauses.length;
    for (const box of fires) clauses.push(clauseOf(layout, box, { kind: "rule", position }));
    return { rule, position, fires, first, end: clauses.length, outcome: outcomeKey(rule.rule), key: keyOf3(rule) };
  });
  const index = clauseIndex(layout, clauses, spareClauses);
  const periods = periodsOf(ordered);
  return {
    subject: subject2,
    space,
    regions: regions2,
    rules: rules2,
    index,
    laws,
    periods,
    byOutcome: setsByOutcome(index, rules2),
    inForce: new Map(periods.map((period2) => [period2, clausesOf2({ index, laws, rules: rules2 }, period2, () => true)])),
    defaultOutcome: outcomeKey(subject2.default ?? { decide: "pause" }),
    now: now2
  };
}
function keyOf3({ rule, onUnknown, from, until }) {
  return JSON.stringify([rule.when, onUnknown, rule.decide, rule.to, rule.payload, from, until]);
}
var spareClauses = 64;
function setsByOutcome(index, rules2) {
  const sets = /* @__PURE__ */ new Map();
  for (const { outcome, first, end } of rules2) {
    const set = sets.get(outcome) ?? emptySet(index);
    sets.set(outcome, set);
    addRange(set, first, end);
  }
  return sets;
}
function clausesOf2({ index, laws, rules: rules2 }, period2, wanted) {
  const set = emptySet(index);
  addRange(set, 0, laws);
  for (const rule of rules2) if (inForce(rule, period2) && wanted(rule)) addRange(set, rule.first, rule.end);
  return set;
}
function both(space, a, b) {
  const { layout } = space;
  return simplified(
    layout,
    wide({ space }, a).flatMap(
      (left) => wide({ space }, b).flatMap((right) => {
        const box = intersect(layout, left, right);
        return box === null ? [] : [box];
      })
    )
  );
}
function conditionsOf({ rules: rules2, assumptions, invariants }) {
  return [
    ...rules2.map(({ condition }) => condition),
    ...assumptions.flatMap(({ when, holds: holds3 }) => [when, holds3]),
    ...invariants.map(({ when }) => when)
  ];
}
function inDecidingOrder({ rules: rules2, hitPolicy }) {
  const active = rules2.filter(({ shadow }) => !shadow);
  return hitPolicy === "first" ? active : byOversight(active);
}
function byOversight(rules2) {
  return [...rules2].sort((a, b) => oversight(b.rule.decide) - oversight(a.rule.decide) || a.index - b.index);
}
function periodsOf(rules2) {
  const changes = new Set(rules2.flatMap(({ from, until }) => [from, until]).filter(Number.isFinite));
  const bounds2 = [-Infinity, ...[...changes].sort((a, b) => a - b), Infinity];
  return bounds2.slice(1).map((until, index) => ({ from: bounds2[index] ?? -Infinity, until }));
}
function inForce({ rule: { from, until } }, period2) {
  return from <= period2.from && until >= period2.until && from < until;
}

// engine/analysis/point.ts
function atState(box, dimension, state) {
  const copy = box.slice();
  setState(copy, dimension, state);
  return copy;
}
function setState(box, { kind, offset, width, cells }, state) {
  if (kind === "finite") {
    box.fill(0, offset, offset + width);
    setBit(box, offset, state);
    return;
  }
  box[offset] = state === cells ? 0 : state;
  box[offset + 1] = state === cells ? -1 : state;
  box[offset + 2] = state === cells ? 1 : 0;
}
function stateAt(point, dimension) {
  return firstState(point, dimension);
}
function meeting({ index }, box, set) {
  const met = set.slice();
  for (const row of index.rows) row.keepMeeting(box, met, index.words);
  return met;
}
function firstMeeting({ index }, box, set) {
  const met = new Int32Array(set.length);
  for (let from = 0; from < set.length; from += wordsAtOnce) {
    const to = Math.min(from + wordsAtOnce, set.length);
    for (let word = from; word < to; word++) met[word] = set[word];
    for (const row of index.rows) row.keepMeeting(box, met, to, from);
    for (let word = from; word < to; word++) {
      const bits = met[word];
      if (bits !== 0) return (word << 5) + lowestBit(bits);
    }
  }
  return -1;
}
var wordsAtOnce = 4;
function isEmpty(set) {
  return set.every((word) => word === 0);
}
function answers(ground, { region, outside: outside2 }, box) {
  return region.some((each) => within(ground.space.layout, box, each)) && firstMeeting(ground, box, outside2) === -1;
}
function ordinaryPoint(ground, example, ordinary) {
  const { dimensions } = ground.space.layout;
  let point = example.box;
  for (const dimension of dimensions) {
    const wanted = ordinary(dimension);
    const states = statesOf(point, dimension);
    const nearest = states.reduce(
      (best, state) => distance(dimension, state, wanted) < distance(dimension, best, wanted) ? state : best,
      states[0] ?? dimension.cells
    );
    point = atState(point, dimension, nearest);
  }
  for (const dimension of dimensions) {
    const wanted = ordinary(dimension);
    if (holdsCell(point, dimension, wanted)) continue;
    const better = atState(point, dimension, wanted);
    if (answers(ground, example, better)) point = better;
  }
  return point;
}
function distance({ cells }, state, wanted) {
  return state === cells ? Infinity : Math.abs(state - wanted);
}
function isFree(ground, example, point, dimensions) {
  const box = point.slice();
  for (const dimension of dimensions) fill(box, dimension);
  return answers(ground, example, box);
}

// engine/analysis/memory.ts
function translations(ground, memory) {
  if (memory === void 0 || !sameFrame(ground, memory.ground)) return null;
  const { dimensions } = ground.space.layout;
  if (dimensions.some(({ subject: subject2 }) => subject2.kind === "part" || subject2.kind === "broken")) return null;
  const old = new Map(memory.ground.space.layout.dimensions.map((dimension) => [nameOf(dimension), dimension]));
  return dimensions.map((dimension) => {
    const before2 = old.get(nameOf(dimension));
    return before2 === void 0 ? null : { at: before2.index, states: translation(ground, memory.ground, dimension, before2) };
  });
}
function recaller(ground, memory) {
  let tables;
  if (memory === void 0) return null;
  return ([asks, about]) => {
    const states = memory.points.get(about)?.get(asks);
    if (states === void 0) return null;
    tables ??= translations(ground, memory);
    if (tables === null) return null;
    const box = ground.space.layout.whole.slice();
    ground.space.layout.dimensions.forEach((dimension, index) => {
      const table = tables?.[index];
      setState(box, dimension, table ? table.states[states[table.at] ?? 0] ?? 0 : 0);
    });
    return box;
  };
}
function sameFrame(a, b) {
  const frame = ({ subject: { ruleSet }, periods }) => JSON.stringify([
    ruleSet.signals,
    ruleSet.thresholds,
    ruleSet.assumptions,
    ruleSet.hitPolicy,
    ruleSet.onUnknown,
    periods
  ]);
  return frame(a) === frame(b);
}
function nameOf({ subject: subject2 }) {
  return JSON.stringify(subject2);
}
function translation(ground, earlier, now2, before2) {
  const states = Int32Array.from({ length: before2.cells + 1 }, (_, state) => state);
  states[before2.cells] = now2.missing ? now2.cells : 0;
  const { subject: subject2 } = now2;
  if (subject2.kind !== "value" && subject2.kind !== "size") return states;
  const [axes, old] = [ground.space.signals.get(subject2.signal), earlier.space.signals.get(subject2.signal)];
  const signal = ground.subject.declarations.signals.get(subject2.signal);
  if (axes === void 0 || old === void 0 || signal === void 0) return states;
  const meaningOf = (of) => isList(of) ? of.size?.meaning : of.meaning;
  const [meaning, oldMeaning] = [meaningOf(axes), meaningOf(old)];
  if (meaning === void 0 || oldMeaning === void 0) return states;
  const line = numberLineOf(signal);
  for (let state = 0; state < before2.cells; state++) {
    const was = oldMeaning(state);
    if (was.kind !== "interval") {
      const value = was.kind === "value" ? was.value : was.example;
      states[state] = Math.max(0, now2.cellOf(/* @__PURE__ */ new Map([[subject2.signal, value]])));
    } else if (line !== void 0 && subject2.kind === "value") {
      const value = anyValue(line, was.interval) ?? was.interval.low;
      states[state] = Math.max(0, now2.cellOf(/* @__PURE__ */ new Map([[subject2.signal, value]])));
    } else {
      const least = was.interval.lowOpen ? was.interval.low + 1 : was.interval.low;
      for (let cell = 0; cell < now2.cells; cell++) {
        const is = meaning(cell);
        if (is.kind === "interval" && isInside(is.interval, Math.max(0, least))) states[state] = cell;
      }
    }
  }
  return states;
}
function stillOutside(ground, point, outside2) {
  return firstMeeting(ground, point, outside2) === -1;
}
function statesOfPoint({ space }, box) {
  return Int32Array.from(space.layout.dimensions, (dimension) => stateAt(box, dimension));
}

// engine/analysis/search/search.ts
function find(index, start, allowed, budget) {
  const { layout, rows } = index;
  let words3 = allowed.length;
  while (words3 > 0 && allowed[words3 - 1] === 0) words3--;
  const because = new Int32Array(index.words);
  const { levels, conflicts, pairs, several } = index.scratch ??= scratchOf(index);
  conflicts.fill(0, 0, words3 << 5);
  let solution = null;
  let exhausted = false;
  const first = levelAt(0);
  first.domain.set(start);
  copyWords(allowed, first.alive, words3);
  for (const row of rows) refresh(first, row.dimension.index);
  search(0);
  if (solution !== null) return { kind: "some", box: solution };
  return exhausted ? { kind: "undecided" } : { kind: "none", because };
  function levelAt(depth) {
    return levels[depth] ??= {
      domain: new Int32Array(layout.stride),
      alive: new Int32Array(index.words),
      containing: new Int32Array(rows.length * index.words)
    };
  }
  function refresh({ domain, alive, containing }, dimension) {
    const row = rows[dimension];
    row.keepMeeting(domain, alive, words3);
    row.containing(domain, containing, dimension * words3, words3);
  }
  function search(depth) {
    const level = levelAt(depth);
    const open = propagate(level);
    if (open === "violated") return false;
    if (open === "spent") {
      exhausted = true;
      return true;
    }
    if (open === "satisfied") {
      solution = level.domain.slice();
      return true;
    }
    return branch(level, depth, open.clause, open.forced);
  }
  function propagate(level) {
    const { alive, containing, domain } = level;
    const end = rows.length * words3;
    for (; ; ) {
      budget.left -= words3 * (rows.length + 1);
      if (budget.left < 0) return "spent";
      let cut = -1;
      let changed = false;
      for (let word = 0; word < words3 && !changed; word++) {
        const here = alive[word];
        if (here === 0) continue;
        let [one, two, three] = [0, 0, 0];
        for (let at = word; at < end; at += words3) {
          const opened2 = here & ~containing[at];
          three |= two & opened2;
          two |= one & opened2;
          one |= opened2;
        }
        const violated = here & ~one;
        if (violated !== 0) return conflict((word << 5) + lowestBit(violated));
        for (let unit = one & ~two; unit !== 0; unit &= unit - 1) {
          const clause2 = (word << 5) + lowestBit(unit);
          const dimension = openDimension(level, clause2);
          if (dimension === -1) continue;
          const pushed = pushOut(domain, boxOf(clause2), dimensionAt(dimension));
          if (!pushed) {
            cut = clause2;
            continue;
          }
          mark2(clause2);
          if (isEmptyAt(domain, dimensionAt(dimension))) return conflict(clause2);
          refresh(level, dimension);
          changed = true;
        }
        pairs[word] = two & ~three;
        several[word] = three;
      }
      if (changed) continue;
      if (cut !== -1) return { clause: cut, forced: true };
      const pair = busiest(alive, pairs);
      const clause = pair === -1 ? busiest(alive, several) : pair;
      return clause === -1 ? "satisfied" : { clause, forced: false };
    }
  }
  function branch(level, depth, clause, forced) {
    mark2(clause);
    const box = boxOf(clause);
    const dimension = widestOutside(level, clause);
    const next = levelAt(depth + 1);
    const again = () => {
      copyWords(level.alive, next.alive, words3);
      copyWords(level.containing, next.containing, rows.length * words3);
      refresh(next, dimension.index);
      return search(depth + 1);
    };
    next.domain.set(level.domain);
    if (pushOut(next.domain, box, dimension)) {
      if (again()) return true;
    } else {
      keepBefore(next.domain, box, dimension);
      if (again()) return true;
      next.domain.set(level.domain);
      keepBehind(next.domain, box, dimension);
      if (again()) return true;
    }
    if (forced) return false;
    next.domain.set(level.domain);
    narrowAt(next.domain, box, dimension);
    return again();
  }
  function conflict(clause) {
    mark2(clause);
    conflicts[clause] = conflicts[clause] + 1;
    return "violated";
  }
  function mark2(clause) {
    because[clause >>> 5] = because[clause >>> 5] | 1 << (clause & 31);
  }
  function busiest(alive, set) {
    let best = -1;
    for (let word = 0; word < words3; word++) {
      if (alive[word] === 0) continue;
      for (let bits = set[word]; bits !== 0; bits &= bits - 1) {
        const clause = (word << 5) + lowestBit(bits);
        if (best === -1 || conflicts[clause] > conflicts[best]) best = clause;
      }
    }
    return best;
  }
  function isOpen(level, clause, dimension) {
    const row = level.containing[dimension * words3 + (clause >>> 5)];
    return (row >>> (clause & 31) & 1) === 0;
  }
  function openDimension(level, clause) {
    if ((level.alive[clause >>> 5] >>> (clause & 31) & 1) === 0) return -1;
    for (let dimension = 0; dimension < rows.length; dimension++)
      if (isOpen(level, clause, dimension)) return dimension;
    return -1;
  }
  function widestOutside(level, clause) {
    const box = boxOf(clause);
    let best = -1;
    let widest = -1;
    for (let dimension = 0; dimension < rows.length; dimension++) {
      if (!isOpen(level, clause, dimension)) continue;
      const share = outsideShare(level.domain, box, dimensionAt(dimension));
      if (share <= widest) continue;
      widest = share;
      best = dimension;
    }
    return dimensionAt(best);
  }
  function boxOf(clause) {
    return index.clauses[clause].box;
  }
  function dimensionAt(at) {
    return layout.dimensions[at];
  }
}
function pushOut(domain, box, { kind, offset: at, width }) {
  if (kind === "finite") {
    for (let i = at; i < at + width; i++) domain[i] = domain[i] & ~box[i];
    return true;
  }
  const [low = 0, high = -1, boxLow = 0, boxHigh = -1] = [domain[at], domain[at + 1], box[at], box[at + 1]];
  if (low <= high && boxLow <= boxHigh && boxHigh >= low && boxLow <= high) {
    if (boxLow > low && boxHigh < high) return false;
    if (boxLow <= low && boxHigh >= high) {
      domain[at] = 0;
      domain[at + 1] = -1;
    } else if (boxLow <= low) domain[at] = boxHigh + 1;
    else domain[at + 1] = boxLow - 1;
  }
  domain[at + 2] = domain[at + 2] & ~box[at + 2];
  return true;
}
function keepBefore(domain, box, { offset: at }) {
  domain[at + 1] = box[at] - 1;
  domain[at + 2] = domain[at + 2] & ~box[at + 2];
}
function keepBehind(domain, box, { offset: at }) {
  domain[at] = box[at + 1] + 1;
  domain[at + 2] = 0;
}
function outsideShare(domain, box, dimension) {
  const { kind, offset: at, width } = dimension;
  let all2 = 0;
  let inside = 0;
  if (kind === "ordered") {
    const [low = 0, high = -1, boxLow = 0, boxHigh = -1] = [domain[at], domain[at + 1], box[at], box[at + 1]];
    const missing = domain[at + 2];
    all2 = Math.max(0, high - low + 1) + missing;
    inside = Math.max(0, Math.min(high, boxHigh) - Math.max(low, boxLow) + 1) + (missing & box[at + 2]);
  } else {
    for (let i = at; i < at + width; i++) {
      all2 += countBits(domain[i]);
      inside += countBits(domain[i] & box[i]);
    }
  }
  return 1 - inside / all2;
}
function copyWords(from, to, words3) {
  for (let i = 0; i < words3; i++) to[i] = from[i];
}

// engine/analysis/inquiry.ts
var workPerQuestion = 2e7;
function createInquiry(ground, limit = workPerQuestion, previous) {
  let done = 0;
  let evidence = [];
  const memory = { ground, points: /* @__PURE__ */ new Map(), results: /* @__PURE__ */ new Map() };
  const recalled = recaller(ground, previous);
  const soon = Math.min(limit, 60 * ground.index.words * (ground.index.rows.length + 1));
  return {
    ground,
    memory,
    takeEvidence,
    ask: ask2,
    recall,
    remember,
    prove: (box, outside2) => search(box, outside2, limit),
    work: () => done
  };
  function takeEvidence() {
    const taken = evidence;
    evidence = [];
    return taken;
  }
  function recall(question2, outside2, period2) {
    const point = recalled?.(inPeriod(question2, period2)) ?? null;
    if (point === null || !stillOutside(ground, point, outside2)) return null;
    const answer = { box: point, period: period2 };
    remember(question2, answer);
    return answer;
  }
  function remember(question2, { box, period: period2 }) {
    const [asks, about] = inPeriod(question2, period2);
    const known = memory.points.get(about);
    const states = statesOfPoint(ground, box);
    evidence.push(states);
    if (known === void 0) memory.points.set(about, /* @__PURE__ */ new Map([[asks, states]]));
    else known.set(asks, states);
  }
  function search(box, outside2, most) {
    const budget = { left: most };
    const found = find(ground.index, box, outside2, budget);
    done += most - budget.left;
    return found;
  }
  function ask2(region, outside2, period2, question2) {
    const known = question2 === void 0 ? null : recall(question2, outside2, period2);
    if (known !== null) return known;
    const answer = searchAll(region, outside2, period2);
    if (question2 !== void 0 && answer !== null && answer !== "undecided") remember(question2, answer);
    return answer;
  }
  function searchAll(region, outside2, period2) {
    let undecided = false;
    for (const box of region) {
      const present3 = withoutMissing(ground.space.layout.dimensions, box);
      const sooner = present3 === null ? null : search(present3, outside2, soon);
      const found = sooner?.kind === "some" ? sooner : search(box, outside2, limit);
      if (found.kind === "some") return { box: found.box, period: period2 };
      undecided ||= found.kind === "undecided";
    }
    return undecided ? "undecided" : null;
  }
}
function inPeriod([asks, about], { from }) {
  return from === -Infinity ? [asks, about] : [`${asks} ${from}`, about];
}
function lawsOf(ground) {
  const set = emptySet(ground.index);
  for (let number = 0; number < ground.laws; number++) {
    set[number >>> 5] = set[number >>> 5] | 1 << (number & 31);
  }
  return set;
}
function withoutMissing(dimensions, box) {
  const present3 = box.slice();
  let changed = false;
  for (const dimension of dimensions) {
    if (!dimension.missing) continue;
    const { kind, offset, cells } = dimension;
    const at = kind === "ordered" ? offset + 2 : offset + (cells >>> 5);
    const bit = kind === "ordered" ? 1 : 1 << (cells & 31);
    const held = present3[at];
    if ((held & bit) === 0) continue;
    present3[at] = held & ~bit;
    if (isEmptyAt(present3, dimension)) present3[at] = held;
    else changed = true;
  }
  return changed ? present3 : null;
}
function common2(ground, a, b) {
  const boxes = [];
  for (const left of a) {
    for (const right of b) {
      const box = intersect(ground.space.layout, left, right);
      if (box !== null) boxes.push(box);
    }
  }
  return boxes;
}
function neighbours(ground, rule) {
  if (rule.neighbours !== void 0) return rule.neighbours;
  const positions = /* @__PURE__ */ new Set();
  const all2 = emptySet(ground.index);
  addRange(all2, ground.laws, ground.index.clauses.length);
  for (const box of rule.fires) {
    for (const number of numbersIn(meeting(ground, box, all2))) {
      const source = ground.index.clauses[number]?.source;
      if (source?.kind === "rule") positions.add(source.position);
    }
  }
  positions.delete(rule.position);
  rule.neighbours = [...positions].sort((a, b) => a - b).flatMap((position) => ground.rules[position] ?? []);
  return rule.neighbours;
}

// engine/condition/space/cel-text.ts
function tight(text2) {
  return { text: text2, binds: "tight", parts: [] };
}
function both2(parts) {
  return joined2(parts, "and");
}
function either(parts) {
  return joined2(parts, "or");
}
function not({ text: text2, binds }) {
  return tight(binds === "tight" && /^[\w.]+(\(.*\))?$/.test(text2) && !/\).*\(/.test(text2) ? `!${text2}` : `!(${text2})`);
}
var neutral = { and: "true", or: "false" };
function joined2(parts, binds) {
  const absorbing = neutral[binds === "and" ? "or" : "and"];
  const flat = parts.flatMap((part) => part.binds === binds ? part.parts : [part]);
  if (flat.some(({ text: text3 }) => text3 === absorbing)) return tight(absorbing);
  const told3 = new Map(flat.filter(({ text: text3 }) => text3 !== neutral[binds]).map((part) => [part.text, part]));
  const [first, ...others2] = told3.values();
  if (first === void 0) return tight(neutral[binds]);
  if (others2.length === 0) return first;
  const operator = binds === "and" ? " && " : " || ";
  const operands = [...told3.values()];
  const text2 = operands.map((part) => part.binds === "tight" ? part.text : `(${part.text})`).join(operator);
  return { text: text2, binds, parts: operands };
}

// engine/condition/space/print-truths.ts
function coverTruths(asks, truths2, wanted) {
  const inside = new Set(wanted);
  const outside2 = truths2.filter((_, cell) => !inside.has(cell));
  const left = new Set(wanted);
  const cases = [];
  for (const cell of wanted) {
    if (!left.has(cell)) continue;
    const own2 = truths2[cell] ?? [];
    const agrees = (other, questions2) => questions2.every((question2) => other[question2] === own2[question2]);
    let questions = own2.map((_, question2) => question2);
    for (const question2 of [...questions].sort((a, b) => Number(own2[a]) - Number(own2[b]))) {
      const fewer = questions.filter((each) => each !== question2);
      if (!outside2.some((other) => agrees(other, fewer))) questions = fewer;
    }
    for (const other of wanted) if (agrees(truths2[other] ?? [], questions)) left.delete(other);
    cases.push(both2(questions.map((question2) => written(asks[question2] ?? "", own2[question2] === true))));
  }
  return either(cases);
}
function written(ask2, holds3) {
  if (holds3) return tight(ask2);
  const turned = ask2.replace(/^(\S+) == /, "$1 != ");
  return tight(turned === ask2 ? `!(${ask2})` : turned);
}

// engine/condition/space/print.ts
var nameless = () => void 0;
function literalsOf(space, box, names) {
  return space.layout.dimensions.flatMap((dimension) => {
    if (sameAt(box, space.layout.whole, dimension)) return [];
    const states = statesOf(box, dimension);
    const text2 = printStates(space, dimension, states, names);
    return text2 === null ? [] : [{ dimension, states, text: text2 }];
  });
}
function printBoxes(space, boxes, names = nameless) {
  const cases = boxes.map((box) => literalsOf(space, box, names));
  const [first = [], ...others2] = cases;
  const inAll = first.filter(({ text: text2 }) => others2.every((each) => each.some((other) => other.text.text === text2.text)));
  const common3 = new Set(inAll.map(({ text: text2 }) => text2.text));
  const rests = cases.map((each) => each.filter(({ text: text2 }) => !common3.has(text2.text)));
  return both2([
    ...inAll.map(({ text: text2 }) => text2),
    ...boxes.length === 0 ? [tight("false")] : [printCases(space, rests, names)]
  ]);
}
function printCases(space, cases, names) {
  const joined3 = /* @__PURE__ */ new Map();
  for (const literals of cases) {
    const [literal] = literals;
    if (literals.length !== 1 || literal === void 0) continue;
    const states = joined3.get(literal.dimension) ?? /* @__PURE__ */ new Set();
    joined3.set(literal.dimension, states);
    for (const state of literal.states) states.add(state);
  }
  const done = /* @__PURE__ */ new Set();
  const texts = cases.flatMap((literals) => {
    const [literal] = literals;
    if (literals.length !== 1 || literal === void 0) return [both2(literals.map(({ text: text2 }) => text2))];
    if (done.has(literal.dimension)) return [];
    done.add(literal.dimension);
    const states = [...joined3.get(literal.dimension) ?? []].sort((a, b) => a - b);
    return [printStates(space, literal.dimension, states, names) ?? tight("true")];
  });
  return either(texts);
}
function printStates(space, dimension, states, names = nameless) {
  const { subject: subject2, cells, missing } = dimension;
  const withMissing = states.includes(cells);
  const present3 = states.filter((state) => state !== cells);
  switch (subject2.kind) {
    case "part":
      return null;
    case "broken":
      return tight("a condition with errors");
    case "opaque":
      return printOpaque(subject2, present3, withMissing);
    case "value":
    case "member":
    case "size":
      break;
  }
  const { signal } = subject2;
  if (present3.length === 0) return withMissing ? tight(`!has(${signal})`) : tight("false");
  const values2 = present3.length === cells ? null : printPresent(space, present3, dimension, names);
  if (values2 === null) return missing && !withMissing ? tight(`has(${signal})`) : null;
  return withMissing ? either([tight(`!has(${signal})`), values2]) : values2;
}
function printOpaque({ written: written2, needs, canFail: canFail2 }, present3, withMissing) {
  const unknown = canFail2 ? tight(`unknown(${written2})`) : either(needs.map((signal) => tight(`!has(${signal})`)));
  const known = canFail2 ? tight(`!unknown(${written2})`) : both2(needs.map((signal) => tight(`has(${signal})`)));
  if (present3.length === 2) return withMissing ? null : known;
  const value = present3.length === 0 ? tight("false") : present3[0] === 1 ? tight(written2) : tight(`!(${written2})`);
  return withMissing ? either([unknown, value]) : value;
}
function printPresent(space, present3, { subject: subject2, kind, cells }, names) {
  if (subject2.kind !== "value" && subject2.kind !== "member" && subject2.kind !== "size") return null;
  const { signal } = subject2;
  const axes = space.signals.get(signal);
  if (axes === void 0) return null;
  const write = writer(space, signal, subject2.kind === "size" ? "size" : "value", names);
  if (subject2.kind === "member") {
    const holds3 = present3[0] === 1;
    if (subject2.value === null) {
      const named = isList(axes) ? [...axes.members.keys()] : [];
      if (named.length === 0) return tight(`size(${signal}) ${holds3 ? ">" : "=="} 0`);
      const noOther = tight(`${signal}.all(v, v in [${named.map(write).join(", ")}])`);
      return holds3 ? tight(`!${noOther.text}`) : noOther;
    }
    const member = tight(`${write(subject2.value)} in ${signal}`);
    return holds3 ? member : not(member);
  }
  if (kind === "ordered") {
    const meaning = isList(axes) ? axes.size?.meaning : axes.meaning;
    const name = subject2.kind === "size" ? `size(${signal})` : signal;
    return meaning === void 0 ? null : printRanges(name, present3, cells, (cell) => intervalOf(meaning(cell)), write);
  }
  return isList(axes) ? null : printValues(signal, present3, cells, axes, write);
}
function intervalOf(meaning) {
  return meaning.kind === "interval" ? meaning.interval : { low: 0, high: 0, lowOpen: false, highOpen: false };
}
function printValues(name, present3, cells, { meaning, asks }, write) {
  const valueOf = (cell) => {
    const each = meaning(cell);
    return each.kind === "value" ? each.value : each.kind === "text" && each.named ? each.example : void 0;
  };
  const others2 = Array.from({ length: cells }, (_, cell) => cell).filter((cell) => !present3.includes(cell));
  const [values2, left] = [present3.map(valueOf), others2.map(valueOf)];
  const oneOf = (among3) => `${name} in [${among3.map(write).join(", ")}]`;
  const [only] = values2;
  if (values2.length === 1 && typeof only === "boolean") return tight(only ? name : `!${name}`);
  const [except] = left;
  const shorter = isEach(left) && (!isEach(values2) || 2 * left.length < values2.length);
  if (shorter && except !== void 0)
    return tight(left.length === 1 ? `${name} != ${write(except)}` : `!(${oneOf(left)})`);
  if (isEach(values2))
    return tight(only !== void 0 && values2.length === 1 ? `${name} == ${write(only)}` : oneOf(values2));
  const truths2 = Array.from({ length: cells }, (_, cell) => {
    const each = meaning(cell);
    return each.kind === "text" ? each.truths : [];
  });
  return coverTruths(asks ?? [], truths2, present3);
}
function isEach(values2) {
  return values2.every((value) => value !== void 0);
}
function printRanges(name, present3, cells, interval, write) {
  const compare3 = (operator, value) => tight(`${name} ${operator} ${write(value)}`);
  const absent = Array.from({ length: cells }, (_, cell) => cell).filter((cell) => !present3.includes(cell));
  const [only] = absent.map(interval);
  if (absent.length === 1 && only?.low === only?.high && absent[0] !== 0 && absent[0] !== cells - 1) {
    return compare3("!=", only?.low ?? 0);
  }
  return either(
    runsOf(present3).map(([first, last]) => {
      const [low, high] = [interval(first), interval(last)];
      if (low.low === high.high) return compare3("==", low.low);
      return both2([
        ...first === 0 || !Number.isFinite(low.low) ? [] : [compare3(low.lowOpen ? ">" : ">=", low.low)],
        ...last === cells - 1 || !Number.isFinite(high.high) ? [] : [compare3(high.highOpen ? "<" : "<=", high.high)]
      ]);
    })
  );
}
function runsOf(numbers) {
  const runs = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== void 0 && number === run[1] + 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs;
}
function writer({ types: types2 }, signal, asked, names) {
  const type = types2.get(signal);
  return (value) => {
    const name = names(asked, signal, value);
    if (name !== void 0) return name;
    if (typeof value !== "number") return JSON.stringify(value);
    if (asked === "value" && type === "duration") return `duration("${formatDuration(value)}")`;
    return asked === "value" && type === "timestamp" ? `timestamp("${formatTimestamp(value)}")` : String(value);
  };
}

// engine/condition/space/print-formula.ts
function printFormula(space, formula, wanted, names) {
  switch (formula.kind) {
    case "constant":
      return tight(String(formula.value === (wanted === "true" || wanted === "possible")));
    case "unknown":
      return tight(String(wanted === "possible" || wanted === "refutable"));
    case "not":
      return printFormula(space, formula.operand, negated[wanted], names);
    case "all":
    case "any": {
      const operands = formula.operands.map((operand) => printFormula(space, operand, wanted, names));
      return isConjunction(formula, wanted) ? both2(operands) : either(operands);
    }
    case "if":
      return either(
        casesOf(formula, wanted).map(
          (parts) => both2(parts.map(([part, truth]) => printFormula(space, part, truth, names)))
        )
      );
    case "leaf": {
      const states = leafRegion(space.layout, formula, wanted).flatMap((box) => statesOf(box, formula.dimension));
      if (states.length === 0) return tight("false");
      return printStates(
        space,
        formula.dimension,
        [...new Set(states)].sort((a, b) => a - b),
        names
      ) ?? tight("true");
    }
  }
}

// engine/diff/condition-text.ts
var readable = 160;
var mostTried = 24;
function conditionWriter(inquiry, names) {
  const { space, regions: regions2 } = inquiry.ground;
  const nameless2 = space.layout.dimensions.filter(({ subject: { kind } }) => kind === "part" || kind === "broken");
  const written2 = { fires: /* @__PURE__ */ new Map(), isSilent: /* @__PURE__ */ new Map() };
  return (pair, boxes) => {
    const tellable = boxes?.every((box) => nameless2.every((dimension) => sameAt(box, space.layout.whole, dimension)));
    const byBoxes = tellable === true && boxes !== null ? printBoxes(space, boxes, names).text : null;
    if (byBoxes !== null && byBoxes.length <= readable) return byBoxes;
    const byRules = ruleText2(pair);
    return byBoxes === null || byRules.length < byBoxes.length ? byRules : byBoxes;
  };
  function ruleText2(pair) {
    const deciders = [pair.old.rule, pair.next.rule].flatMap((rule) => rule === null ? [] : [print(rule, "fires")]);
    return both2([...deciders, ...earlierThatMatter(inquiry, pair).map((rule) => print(rule, "isSilent"))]).text;
  }
  function print(ground, how) {
    const known = written2[how].get(ground);
    if (known !== void 0) return known;
    const { rule, condition, onUnknown } = ground.rule;
    const truth = firingTruth(onUnknown, rule.decide === "continue");
    const text2 = printFormula(space, regions2.formula(condition), how === "fires" ? truth : opposite[truth], names);
    written2[how].set(ground, text2);
    return text2;
  }
}
function earlierThatMatter(inquiry, { old, next, outside: outside2, period: period2 }) {
  const { ground } = inquiry;
  const fires = [old.rule, next.rule].flatMap((rule) => rule === null ? [] : [rule.fires]);
  const [region = [ground.space.layout.whole]] = fires.length === 2 ? [common2(ground, fires[0] ?? [], fires[1] ?? [])] : fires;
  const positions = /* @__PURE__ */ new Set();
  for (const box of region) {
    for (const number of numbersIn(meeting(ground, box, outside2))) {
      const source = ground.index.clauses[number]?.source;
      if (source?.kind === "rule") positions.add(source.position);
    }
  }
  const rules2 = [...positions].sort((a, b) => a - b).flatMap((position) => ground.rules[position] ?? []);
  if (rules2.length > mostTried) return rules2;
  const left = outside2.slice();
  return rules2.filter((rule) => {
    const without = left.slice();
    removeRange(without, rule.first, rule.end);
    if (inquiry.ask(common2(ground, region, rule.fires), without, period2) !== null) return true;
    left.set(without);
    return false;
  });
}
function thresholdNames(before2, after) {
  const names = /* @__PURE__ */ new Map();
  for (const { rules: rules2, declarations } of [before2, after]) {
    for (const { test, thresholds } of rules2.flatMap(({ condition }) => clausesOf(condition))) {
      const [name] = thresholds;
      const threshold = name === void 0 ? void 0 : after.declarations.thresholds.get(name);
      if (name === void 0 || threshold === void 0 || thresholds.length > 1) continue;
      const value = thresholdConstant(threshold);
      const other = before2.declarations.thresholds.get(name) ?? threshold;
      if (value === void 0 || !declarations.thresholds.has(name) || thresholdConstant(other) !== value) continue;
      if (test.kind === "size" && test.value === value) names.set(`size ${test.signal} ${value}`, `thresholds.${name}`);
      if (test.kind === "compare" && test.value === value)
        names.set(`value ${test.signal} ${value}`, `thresholds.${name}`);
    }
  }
  return (asked, signal, value) => names.get(`${asked} ${signal} ${value}`);
}

// engine/diff/joint-signal.ts
var words = /* @__PURE__ */ new Set(["title", "description", "examples", "default", "unit", "required"]);
function readsTheSame(a, b) {
  return JSON.stringify(told(a)) === JSON.stringify(told(b));
}
function told(declared) {
  return Object.entries(declared).filter(([key, value]) => !words.has(key) && value !== void 0).map(([key, value]) => [key, key === "items" ? told(value) : value]).sort(([a], [b]) => a < b ? -1 : 1);
}
function jointSignal(name, before2, after) {
  const [type, other] = [signalType(before2), signalType(after)];
  const numeric = [type, other].every((each) => each === "int" || each === "double");
  if (type !== other && !numeric) return null;
  const joint = numeric || type === "duration" || type === "timestamp" ? onALine(name, before2, after) : byTests(name, before2, after);
  const sameAge = before2.maxAge === after.maxAge && (before2.maxAge === void 0 || before2.observedAt === after.observedAt);
  const { examples, default: usual, unit } = after;
  return {
    signal: {
      ...joint.signal,
      ...before2.required === true && after.required === true ? { required: true } : {},
      ...examples === void 0 ? {} : { examples },
      ...usual === void 0 ? {} : { default: usual },
      ...unit === void 0 ? {} : { unit },
      ...sameAge && after.maxAge !== void 0 ? { maxAge: after.maxAge } : {},
      ...sameAge && after.observedAt !== void 0 ? { observedAt: after.observedAt } : {}
    },
    readable: {
      before: sameAge ? joint.readable.before : aged(joint.readable.before, before2),
      after: sameAge ? joint.readable.after : aged(joint.readable.after, after)
    }
  };
}
function aged(reading, { maxAge }) {
  return { ...reading, aged: maxAge !== void 0 && parseDuration(maxAge) !== void 0 };
}
function onALine(name, before2, after) {
  const lines = [numberLineOf(before2), numberLineOf(after)];
  const [a, b] = lines;
  const type = before2.type === after.type ? after.type : "number";
  const form = after.format === void 0 ? {} : { format: after.format };
  if (a.listed !== null && b.listed !== null) {
    const listed2 = [...before2.enum ?? [before2.const], ...after.enum ?? [after.const]].filter(
      (each) => each !== void 0
    );
    const values2 = [...new Set(listed2)];
    const own2 = ({ listed: some }) => some === null || some.length === values2.length ? { tests: [], more: false } : among2(name, some);
    return { signal: { type, ...form, enum: values2 }, readable: { before: own2(a), after: own2(b) } };
  }
  const ranges = lines.map(rangeOf2);
  const low = Math.min(...ranges.map((range) => range.low));
  const high = Math.max(...ranges.map((range) => range.high));
  const numeric = type === "number" || type === "integer";
  const lowOpen = ranges.every((range) => range.low > low || range.lowOpen);
  const highOpen = ranges.every((range) => range.high < high || range.highOpen);
  const stepped = a.multipleOf === b.multipleOf && lines.every(({ listed: listed2 }) => listed2 === null) ? a.multipleOf : null;
  const bounds2 = {
    ...isMeant(low) ? { [lowOpen ? "exclusiveMinimum" : "minimum"]: low } : {},
    ...isMeant(high) ? { [highOpen ? "exclusiveMaximum" : "maximum"]: high } : {}
  };
  const reading = (line, own2) => {
    if (line.listed !== null) return among2(name, line.listed);
    const { range } = line;
    const tests = [];
    const compare3 = (operator, value) => tests.push({ kind: "compare", signal: name, operator, value });
    if (isMeant(range.low) && (range.low > low || range.lowOpen !== lowOpen))
      compare3(range.lowOpen ? ">" : ">=", range.low);
    if (isMeant(range.high) && (range.high < high || range.highOpen !== highOpen))
      compare3(range.highOpen ? "<" : "<=", range.high);
    return { tests, more: own2.type !== type || line.multipleOf !== stepped };
  };
  return {
    signal: { type, ...form, ...numeric ? bounds2 : {}, ...stepped === null ? {} : { multipleOf: stepped } },
    readable: { before: reading(a, before2), after: reading(b, after) }
  };
}
function rangeOf2({ range, listed: listed2 }) {
  if (listed2 === null) return range;
  return { low: Math.min(...listed2), high: Math.max(...listed2), lowOpen: false, highOpen: false };
}
function isMeant(bound) {
  return Math.abs(bound) < Number.MAX_SAFE_INTEGER;
}
function among2(name, values2) {
  return { tests: [{ kind: "one-of", signal: name, values: [...values2] }], more: false };
}
function byTests(name, before2, after) {
  const signal = { type: after.type };
  const readings = { before: { tests: [], more: false }, after: { tests: [], more: false } };
  const shared = (key) => {
    if (after[key] !== void 0 && JSON.stringify(before2[key]) === JSON.stringify(after[key]))
      signal[key] = after[key];
  };
  for (const key of [
    "pattern",
    "format",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "items"
  ])
    shared(key);
  const values2 = [listedIn(before2), listedIn(after)];
  const [then2, now2] = values2;
  if (then2 && now2) signal.enum = [.../* @__PURE__ */ new Set([...then2, ...now2])];
  if (after.type === "array") signal.items ??= jointItems(before2.items, after.items);
  for (const [version, own2] of [
    ["before", before2],
    ["after", after]
  ]) {
    const reading = readings[version];
    const listed2 = listedIn(own2)?.filter(isConstant);
    if (listed2 && after.type !== "array" && listed2.length !== signal.enum?.length)
      reading.tests.push({ kind: "one-of", signal: name, values: listed2 });
    if (listed2 && after.type === "array") reading.more = true;
    reading.tests.push(...boundTests(name, own2, signal));
    reading.more ||= own2.format !== signal.format || own2.uniqueItems !== signal.uniqueItems;
    if (own2.type === "array") itemTests(name, own2.items, signal.items, reading);
  }
  return { signal, readable: readings };
}
function listedIn({ enum: values2, const: only }) {
  return only === void 0 ? values2 : [only];
}
function isConstant(value) {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
function boundTests(name, own2, joint) {
  const tests = [];
  const sized = (operator, value, shared) => {
    if (value !== void 0 && value !== shared) tests.push({ kind: "size", signal: name, operator, value });
  };
  sized(">=", own2.minLength, joint.minLength);
  sized("<=", own2.maxLength, joint.maxLength);
  sized(">=", own2.minItems, joint.minItems);
  sized("<=", own2.maxItems, joint.maxItems);
  if (own2.pattern !== void 0 && own2.pattern !== joint.pattern) {
    const matches = compilePattern(own2.pattern);
    if (typeof matches === "string") tests.push({ kind: "one-of", signal: name, values: [] });
    else tests.push({ kind: "text", signal: name, predicate: "matches", argument: own2.pattern, matches });
  }
  return tests;
}
var text = { type: "string" };
function jointItems(before2 = text, after = text) {
  const listed2 = before2.enum && after.enum ? { enum: [.../* @__PURE__ */ new Set([...before2.enum, ...after.enum])] } : {};
  return { type: after.type, ...listed2 };
}
function itemTests(name, own2 = text, joint = text, reading) {
  if (JSON.stringify(told(own2)) === JSON.stringify(told(joint))) return;
  if (own2.enum !== void 0) reading.tests.push({ kind: "within", signal: name, values: own2.enum.filter(isConstant) });
  if (own2.minimum !== void 0 || own2.maximum !== void 0 || own2.pattern !== void 0) reading.more = true;
}

// engine/diff/consequences/compared.ts
function differences(before2 = {}, after = {}) {
  return [.../* @__PURE__ */ new Set([...Object.keys(after), ...Object.keys(before2)])].map((name) => ({ name, old: own(before2, name), next: own(after, name) })).filter(({ old, next }) => !same(old, next));
}
function own(section, name) {
  return Object.hasOwn(section, name) ? section[name] : void 0;
}
function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}
function consequence(about, name, path2, values2, told3) {
  return {
    about,
    name,
    path: path2,
    ...values2.old === void 0 ? {} : { before: values2.old },
    ...values2.next === void 0 ? {} : { after: values2.next },
    message: told3.message,
    class: told3.class,
    breaking: told3.breaking ?? false
  };
}
function listed(names, most = 3) {
  const quoted = names.map((name) => `\`${name}\``);
  if (quoted.length <= 1) return quoted.join("");
  if (quoted.length > most) return `${quoted.slice(0, most).join(", ")} and ${quoted.length - most} more`;
  return `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1) ?? ""}`;
}

// engine/diff/consequences/declarations.ts
function declarationConsequences(before2, after, uses) {
  return [...signalConsequences(before2, after, uses), ...thresholdConsequences(before2, after, uses)];
}
function signalConsequences(before2, after, uses) {
  return differences(before2.signals, after.signals).flatMap(({ name, old, next }) => {
    const path2 = ["signals", name];
    if (old === void 0 || next === void 0) {
      const what = old === void 0 ? `\`${name}\` is a new signal` : `\`${name}\` is no signal any more`;
      const message = `${what}${usedInWords(uses("signal", name))}.`;
      return [consequence("signal", name, path2, { old, next }, { message, class: "neutral" })];
    }
    if (readsTheSame(old, next) && old.required === next.required) {
      const message = `What is said about \`${name}\` changed, not which values it has.`;
      return [consequence("signal", name, path2, { old, next }, { message, class: "neutral" })];
    }
    return changedKeys(old, next).map((key) => {
      const message = `${toldOf(name, key, old, next)}${key === "required" ? "" : resultInWords(uses("signal", name))}`;
      return consequence(
        "signal",
        name,
        [...path2, key],
        { old: old[key], next: next[key] },
        { message, class: "neutral" }
      );
    });
  });
}
var words2 = /* @__PURE__ */ new Set(["title", "description", "examples", "default", "unit"]);
function changedKeys(old, next) {
  const keys2 = [.../* @__PURE__ */ new Set([...Object.keys(next), ...Object.keys(old)])];
  return keys2.filter((key) => !words2.has(key) && !same(old[key], next[key]));
}
function toldOf(name, key, old, next) {
  const [was, is] = [old[key], next[key]];
  const write = (value) => value === void 0 ? "none" : typeof value === "string" ? value : JSON.stringify(value);
  switch (key) {
    case "required":
      return next.required === true ? `\`${name}\` is promised to be there: an input without it is invalid.` : `\`${name}\` is no longer promised to be there.`;
    case "maxAge":
      return `\`${name}\` counts as missing when it is older than ${age(next.maxAge)}; before, older than ${age(old.maxAge)}.`;
    case "observedAt":
      return `The age of \`${name}\` is told by \`${write(is)}\`, no longer by \`${write(was)}\`.`;
    case "enum":
    case "items":
      return enumInWords(name, valuesOf2(old, key), valuesOf2(next, key)) ?? `The \`${key}\` of \`${name}\` changed.`;
    default:
      return `The \`${key}\` of \`${name}\` is ${write(is)}, no longer ${write(was)}: a value outside counts as missing.`;
  }
}
function valuesOf2({ enum: values2, items: items2 }, key) {
  return key === "enum" ? values2 : items2?.enum;
}
function enumInWords(name, old, next) {
  if (old === void 0 || next === void 0) return null;
  const write = (values2) => listed(
    values2.map((value) => JSON.stringify(value)),
    5
  );
  const added = next.filter((value) => !old.includes(value));
  const gone = old.filter((value) => !next.includes(value));
  const parts = [
    ...added.length === 0 ? [] : [`has the new ${added.length === 1 ? "value" : "values"} ${write(added)}, missing before`],
    ...gone.length === 0 ? [] : [`no longer has ${write(gone)}, missing now`]
  ];
  return parts.length === 0 ? `The order of the values of \`${name}\` changed.` : `\`${name}\` ${parts.join(" and ")}.`;
}
function age(duration) {
  const milliseconds2 = duration === void 0 ? void 0 : parseDuration(duration);
  return milliseconds2 === void 0 ? "any age" : describeDuration(milliseconds2);
}
function usedInWords({ rules: rules2 }) {
  return rules2.length === 0 ? "; no rule names it" : `, which ${listed(rules2)} ${rules2.length === 1 ? "names" : "name"}`;
}
function resultInWords({ rules: rules2, regions: regions2 }) {
  if (rules2.length === 0) return " No rule names it.";
  return ` ${listed(rules2)} ${rules2.length === 1 ? "names" : "name"} it; ${regions2 === 0 ? "no decision changes by it." : "the regions say what changes."}`;
}
function thresholdConsequences(before2, after, uses) {
  return differences(before2.thresholds, after.thresholds).map(({ name, old, next }) => {
    const [was, is] = [
      old === void 0 ? void 0 : thresholdOf(old),
      next === void 0 ? void 0 : thresholdOf(next)
    ];
    const path2 = ["thresholds", name, ...isLong(old) && isLong(next) && was?.value !== is?.value ? ["value"] : []];
    const values2 = path2.length === 3 ? { old: was?.value, next: is?.value } : { old, next };
    return consequence("threshold", name, path2, values2, {
      message: thresholdInWords(name, was, is, uses("threshold", name)),
      class: "neutral"
    });
  });
}
function isLong(declared) {
  return typeof declared === "object";
}
function thresholdInWords(name, was, is, uses) {
  if (was === void 0 || is === void 0) {
    return `\`${name}\` is ${was === void 0 ? "a new threshold" : "no threshold any more"}${usedInWords(uses)}.`;
  }
  if (was.value === is.value) return `What is said about \`${name}\` changed, not its value.`;
  const unit = is.unit === void 0 ? "" : ` ${is.unit}`;
  return `\`${name}\` is ${String(is.value)}${unit}, no longer ${String(was.value)}.${resultInWords(uses)}`;
}

// engine/diff/consequences/guarantees.ts
function guaranteeConsequences(before2, after, regions2) {
  return [
    ...policyConsequences(before2, after, regions2),
    ...defaultConsequences(before2, after, regions2),
    ...assumptionConsequences(before2, after),
    ...invariantConsequences(before2, after),
    ...governanceConsequences(before2, after)
  ];
}
var policies = {
  first: "the first rule that fires decides",
  priority: "of the rules that fire, the one with the most oversight decides",
  unique: "at most one rule may fire on any input",
  any: "rules that fire together must have one outcome"
};
var unknowns = {
  safe: "fires unless it lets the agent continue",
  skip: "does not fire",
  fire: "fires"
};
function policyConsequences(before2, after, regions2) {
  const found = [];
  const result = regions2.length === 0 ? " No decision changes by it." : " The regions say what changes.";
  const [was, is] = [before2.hitPolicy ?? "first", after.hitPolicy ?? "first"];
  if (was !== is) {
    const message = `Now ${policies[is]}; before, ${policies[was]}.${result}`;
    found.push(
      consequence(
        "rule-set",
        "hitPolicy",
        ["hitPolicy"],
        { old: before2.hitPolicy, next: after.hitPolicy },
        { message, class: "neutral" }
      )
    );
  }
  const [then2, now2] = [before2.onUnknown ?? "safe", after.onUnknown ?? "safe"];
  if (then2 !== now2) {
    const message = `A rule whose trigger is unknown ${unknowns[now2]}; before, it ${unknowns[then2]}.${result}`;
    found.push(
      consequence(
        "rule-set",
        "onUnknown",
        ["onUnknown"],
        { old: before2.onUnknown, next: after.onUnknown },
        { message, class: "neutral" }
      )
    );
  }
  return found;
}
function defaultConsequences(before2, after, regions2) {
  const outcome = ({ decide, to, payload }) => [decide, to, payload];
  const [was, is] = [before2.default ?? { decide: "pause" }, after.default ?? { decide: "pause" }];
  if (same(outcome(was), outcome(is))) return [];
  const reached = regions2.some((region) => region.before.rule === null && region.after.rule === null);
  const more = oversight(is.decide) - oversight(was.decide);
  const say = ({ decide, to }) => `\`${decide}\`${to === void 0 ? "" : ` (\`${to}\`)`}`;
  const message = `Where no rule decides, it is ${say(is)} now, no longer ${say(was)}.${reached ? "" : " No input is left to it in both versions."}`;
  const kind = !reached ? "neutral" : more === 0 ? "rerouted" : more > 0 ? "tightened" : "loosened";
  return [
    consequence(
      "default",
      "default",
      ["default"],
      { old: before2.default, next: after.default },
      { message, class: kind }
    )
  ];
}
function assumptionConsequences({ assumptions: old = [] }, { assumptions: next = [] }) {
  const rules2 = (of) => of.map(({ when, holds: holds3 }) => JSON.stringify([when, holds3]));
  const [was, is] = [rules2(old), rules2(next)];
  const say = ({ when, holds: holds3 }) => {
    const text2 = (condition) => `\`${typeof condition === "string" ? condition : JSON.stringify(condition)}\``;
    return when === void 0 || when === true ? text2(holds3) : `${text2(holds3)} where ${text2(when)}`;
  };
  return [
    ...next.flatMap((each, index) => {
      if (was.includes(is[index] ?? "")) return [];
      const message = `It is now taken for granted that ${say(each)}: what is proved holds for such inputs only.`;
      return [
        consequence(
          "assumption",
          String(index),
          ["assumptions", index],
          { old: void 0, next: each },
          { message, class: "loosened" }
        )
      ];
    }),
    ...old.flatMap((each, index) => {
      if (is.includes(was[index] ?? "")) return [];
      const message = `It is no longer taken for granted that ${say(each)}.`;
      return [
        consequence(
          "assumption",
          String(index),
          ["assumptions", index],
          { old: each, next: void 0 },
          { message, class: "tightened" }
        )
      ];
    })
  ];
}
function invariantConsequences({ invariants: old = [] }, { invariants: next = [] }) {
  const was = new Map(old.map((each) => [each.id, each]));
  const is = new Map(next.map((each) => [each.id, each]));
  const at = (of, id) => ["invariants", of.findIndex((each) => each.id === id)];
  return [.../* @__PURE__ */ new Set([...is.keys(), ...was.keys()])].flatMap((id) => {
    const [then2, now2] = [was.get(id), is.get(id)];
    if (same(then2, now2)) return [];
    const told3 = invariantInWords(id, then2, now2);
    return [
      consequence("invariant", id, now2 === void 0 ? at(old, id) : at(next, id), { old: then2, next: now2 }, told3)
    ];
  });
}
function invariantInWords(id, old, next) {
  if (next === void 0) return { message: `Nothing guarantees \`${id}\` any more.`, class: "loosened" };
  if (old === void 0) return { message: `\`${id}\` is guaranteed now.`, class: "tightened" };
  if (same([old.when, old.require], [next.when, next.require]))
    return { message: `The reason of \`${id}\` changed.`, class: "neutral" };
  const weaker = !same(old.when, next.when) || !asksNoLess(old.require, next.require);
  return weaker ? { message: `\`${id}\` guarantees something else: what it did is not guaranteed any more.`, class: "loosened" } : { message: `\`${id}\` guarantees more.`, class: "tightened" };
}
function asksNoLess(old, next) {
  const list = (value) => value === void 0 ? null : typeof value === "string" ? [value] : value;
  return ["decide", "to", "payload"].every((key) => {
    const [was, is] = [list(old[key]), list(next[key])];
    return was === null || is !== null && is.every((each) => was.includes(each));
  });
}
function governanceConsequences({ governance: old = {} }, { governance: next = {} }) {
  const found = [];
  for (const key of ["loosening", "tightening", "other"]) {
    const [was2, is2] = [old.requiredApprovals?.[key] ?? 0, next.requiredApprovals?.[key] ?? 0];
    if (was2 === is2) continue;
    const which = key === "other" ? "Any other change" : `A change that is a ${key}`;
    const message2 = `${which} needs ${is2 === 1 ? "one approval" : `${is2} approvals`}, no longer ${was2}.`;
    const path2 = ["governance", "requiredApprovals", key];
    const values2 = { old: old.requiredApprovals?.[key], next: next.requiredApprovals?.[key] };
    found.push(consequence("governance", key, path2, values2, { message: message2, class: is2 < was2 ? "loosened" : "tightened" }));
  }
  const [was, is] = [old.approvers, next.approvers];
  if (same(was, is)) return found;
  const added = (is ?? []).filter((each) => !was?.includes(each));
  const gone = (was ?? []).filter((each) => !is?.includes(each));
  const message = is === void 0 ? "Anybody may approve changes now." : was === void 0 ? `Only ${listed(is)} may approve changes now.` : [
    ...added.length === 0 ? [] : [`${listed(added)} may approve changes now.`],
    ...gone.length === 0 ? [] : [`${listed(gone)} may not approve changes any more.`]
  ].join(" ");
  const kind = is === void 0 || was !== void 0 && added.length > 0 ? "loosened" : "tightened";
  if (message !== "") {
    found.push(
      consequence(
        "governance",
        "approvers",
        ["governance", "approvers"],
        { old: was, next: is },
        { message, class: kind }
      )
    );
  }
  return found;
}

// engine/diff/payload-compatibility.ts
function payloadChanges(before2, after) {
  return [...fieldChanges(before2, after), ...schemaChanges(schemaOf(before2), schemaOf(after))];
}
function schemaOf({ schema }) {
  return schema ?? true;
}
function fieldChanges({ fields: old }, { fields: next }) {
  return [.../* @__PURE__ */ new Set([...Object.keys(next), ...Object.keys(old)])].flatMap((name) => {
    const path2 = ["fields", name];
    const [was, is] = [old[name], next[name]];
    if (was === is) return [];
    if (is === void 0)
      return [{ path: path2, before: was ?? null, message: `The field \`${name}\` no longer travels.`, breaking: true }];
    if (was === void 0) return [{ path: path2, after: is, message: `The field \`${name}\` travels too.`, breaking: false }];
    return [
      {
        path: path2,
        before: was,
        after: is,
        message: `The field \`${name}\` holds \`${is}\`, no longer \`${was}\`.`,
        breaking: false
      }
    ];
  });
}
var deepest3 = 20;
function schemaChanges(before2, after) {
  return compare2(before2, after, { path: ["schema"], field: "", roots: [before2, after], depth: 0 });
}
var annotations = /* @__PURE__ */ new Set([
  "title",
  "description",
  "examples",
  "default",
  "$comment",
  "$id",
  "$schema",
  "$defs",
  "definitions",
  "deprecated"
]);
var compared = /* @__PURE__ */ new Set(["type", "enum", "const", "required", "properties", "items", "additionalProperties", "$ref"]);
var lower = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"];
var upper = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"];
function compare2(old, next, place3) {
  const [was, is] = [resolved(old, place3.roots[0]), resolved(next, place3.roots[1])];
  if (JSON.stringify(was) === JSON.stringify(is) && JSON.stringify(place3.roots[0]) === JSON.stringify(place3.roots[1]))
    return [];
  if (!isJsonObject(was) || !isJsonObject(is) || place3.depth > deepest3) {
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    const wider = is === true || is === void 0 || JSON.stringify(is) === "{}";
    const message = wider ? `${subject(place3)} may be anything.` : `What ${subject(place3, "the payload")} may be changed.`;
    return [change(place3, [], was, is, message, !(wider && (was === true || was === void 0)))];
  }
  return [
    ...types(was, is, place3),
    ...values(was, is, place3),
    ...bounds(was, is, place3),
    ...properties(was, is, place3),
    ...items(was, is, place3),
    ...others(was, is, place3)
  ];
}
function resolved(schema, root) {
  let current = schema;
  for (let steps = 0; steps < deepest3 && isJsonObject(current) && typeof current["$ref"] === "string"; steps++) {
    const reference = current["$ref"];
    if (!reference.startsWith("#")) return current;
    let found = root;
    for (const part of reference.slice(1).split("/").slice(1)) {
      const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
      found = isJsonObject(found) && Object.hasOwn(found, key) ? found[key] : void 0;
    }
    current = found;
  }
  return current;
}
function change(place3, path2, before2, after, message, breaking) {
  return {
    path: [...place3.path, ...path2],
    ...before2 === void 0 ? {} : { before: before2 },
    ...after === void 0 ? {} : { after },
    message,
    breaking
  };
}
function subject({ field }, whole = "The payload") {
  return field === "" ? whole : `\`${field}\``;
}
function types({ type: old }, { type: next }, place3) {
  if (JSON.stringify(old) === JSON.stringify(next)) return [];
  const list = (of) => (Array.isArray(of) ? of : [of]).filter((each) => typeof each === "string");
  const [was, is] = [list(old), list(next)];
  if (was.length > 0 && is.length > 0 && was.every((each) => is.includes(each)) && is.every((each) => was.includes(each)))
    return [];
  const say = (of) => of.length === 0 ? "of any type" : `of type ${of.join(" or ")}`;
  return [change(place3, ["type"], old, next, `${subject(place3)} is ${say(is)}, no longer ${say(was)}.`, true)];
}
function values(old, next, place3) {
  const listOf = ({ enum: some, const: only }) => only !== void 0 ? [only] : Array.isArray(some) ? some : null;
  const [was, is] = [listOf(old), listOf(next)];
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  const key = next["const"] === void 0 && old["const"] === void 0 ? "enum" : "const";
  const write = (some) => some.map((each) => `\`${JSON.stringify(each)}\``).join(", ");
  const told3 = (message, breaking) => [
    change(place3, [key], was ?? void 0, is ?? void 0, message, breaking)
  ];
  if (is === null) return told3(`${subject(place3)} may be any value, no longer just ${write(was ?? [])}.`, false);
  if (was === null) return told3(`${subject(place3)} may be only ${write(is)}.`, true);
  const names = (some) => new Set(some.map((each) => JSON.stringify(each)));
  const [then2, now2] = [names(was), names(is)];
  const gone = was.filter((each) => !now2.has(JSON.stringify(each)));
  const added = is.filter((each) => !then2.has(JSON.stringify(each)));
  if (gone.length > 0) return told3(`${subject(place3)} can no longer be ${write(gone)}.`, true);
  return added.length === 0 ? [] : told3(`${subject(place3)} can also be ${write(added)}.`, false);
}
function bounds(old, next, place3) {
  return [...lower, ...upper].flatMap((key) => {
    const [was, is] = [old[key], next[key]];
    if (was === is) return [];
    const rises = lower.includes(key);
    const narrower = is !== void 0 && (was === void 0 || (rises ? Number(is) > Number(was) : Number(is) < Number(was)));
    const say = (of) => of === void 0 ? "none" : JSON.stringify(of);
    return [
      change(
        place3,
        [key],
        was,
        is,
        `The \`${key}\` of ${subject(place3, "the payload")} is ${say(is)}, no longer ${say(was)}.`,
        narrower
      )
    ];
  });
}
function objectAt(schema, key) {
  const found = schema[key];
  return isJsonObject(found) ? found : {};
}
function properties(old, next, place3) {
  const [was, is] = [objectAt(old, "properties"), objectAt(next, "properties")];
  const needs = ({ required }) => new Set(Array.isArray(required) ? required.map(String) : []);
  const [needed2, needsNow] = [needs(old), needs(next)];
  const names = [.../* @__PURE__ */ new Set([...Object.keys(is), ...Object.keys(was), ...needed2, ...needsNow])];
  return names.flatMap((name) => {
    const field = place3.field === "" ? name : `${place3.field}.${name}`;
    const at = (key) => ({ ...place3, path: [...place3.path, key, name], field, depth: place3.depth + 1 });
    const [then2, now2] = [was[name], is[name]];
    if (then2 !== void 0 && now2 === void 0)
      return [change(at("properties"), [], then2, now2, `The field \`${field}\` is gone from the schema.`, true)];
    const added = then2 === void 0 && now2 !== void 0;
    const changes = added ? [change(at("properties"), [], then2, now2, `The schema has a new field \`${field}\`.`, false)] : compare2(then2 ?? true, now2 ?? true, at("properties"));
    if (needed2.has(name) === needsNow.has(name)) return changes;
    const promise = needsNow.has(name) ? `\`${field}\` is required now.` : `\`${field}\` need not be there any more.`;
    return [
      ...changes,
      change(
        { ...place3, path: [...place3.path, "required"] },
        [],
        needed2.has(name) ? name : void 0,
        needsNow.has(name) ? name : void 0,
        promise,
        true
      )
    ];
  });
}
function items(old, next, place3) {
  if (old["items"] === void 0 && next["items"] === void 0) return [];
  const field = `${place3.field}[]`;
  return compare2(old["items"] ?? true, next["items"] ?? true, {
    ...place3,
    path: [...place3.path, "items"],
    field,
    depth: place3.depth + 1
  });
}
function others(old, next, place3) {
  const skipped = /* @__PURE__ */ new Set([...annotations, ...compared, ...lower, ...upper]);
  const keys2 = [.../* @__PURE__ */ new Set([...Object.keys(next), ...Object.keys(old)])].filter((key) => !skipped.has(key));
  const changes = keys2.filter((key) => JSON.stringify(old[key]) !== JSON.stringify(next[key])).map((key) => {
    const gone = next[key] === void 0;
    const message2 = gone ? `${subject(place3)} need not keep its \`${key}\` any more.` : `The \`${key}\` of ${subject(place3, "the payload")} changed.`;
    return change(place3, [key], old[key], next[key], message2, !gone);
  });
  const closed = (schema) => schema["additionalProperties"] === false;
  if (closed(old) === closed(next)) return changes;
  const message = closed(next) ? `${subject(place3)} may have no other fields any more.` : `${subject(place3)} may have other fields too.`;
  return [
    ...changes,
    change(
      place3,
      ["additionalProperties"],
      old["additionalProperties"],
      next["additionalProperties"],
      message,
      closed(next)
    )
  ];
}

// engine/diff/consequences/payloads.ts
function payloadConsequences(before2, after, isUsed) {
  return differences(before2.payloads, after.payloads).flatMap(({ name, old, next }) => {
    const path2 = ["payloads", name];
    if (old === void 0 || next === void 0) {
      const message = old === void 0 ? `\`${name}\` is a new payload contract.` : `The payload contract \`${name}\` is gone.`;
      return [consequence("payload", name, path2, { old, next }, { message, class: "neutral" })];
    }
    const used = isUsed(name);
    const changes = payloadChanges(old, next).map((each) => {
      const message = used ? `${each.message} (\`${name}\`)` : `${each.message} (\`${name}\`, which does not travel in both versions.)`;
      const told3 = {
        message,
        class: used ? "rerouted" : "neutral",
        breaking: used && each.breaking
      };
      return consequence("payload", name, [...path2, ...each.path], { old: each.before, next: each.after }, told3);
    });
    if (changes.length > 0) return changes;
    return [
      consequence(
        "payload",
        name,
        path2,
        { old, next },
        { message: `The text of \`${name}\` changed.`, class: "neutral" }
      )
    ];
  });
}

// engine/diff/consequences/reach.ts
function reachOf({ rules: rules2, default: otherwise, targets: targets2 = {} }) {
  const deciding = rules2.filter(({ status }) => status === void 0 || status === "active");
  const outcomes = [...deciding, ...otherwise === void 0 ? [] : [otherwise]];
  const reached = /* @__PURE__ */ new Set();
  const open = outcomes.flatMap(({ to }) => to ?? []);
  for (let name = open.pop(); name !== void 0; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    const target = targets2[name];
    if (target !== void 0) open.push(...fallbacksOf(target).filter((next) => next in targets2));
  }
  return { targets: reached, payloads: new Set(outcomes.flatMap(({ payload }) => payload ?? [])) };
}
function fallbacksOf({ onTimeout, onUnavailable, onReject, breaker: breaker2 }) {
  return [onTimeout, onUnavailable, onReject, breaker2?.then].filter((each) => each !== void 0);
}

// engine/diff/consequences/targets.ts
function targetConsequences(before2, after, isReached) {
  return differences(before2.targets, after.targets).flatMap(({ name, old, next }) => {
    const path2 = ["targets", name];
    if (old === void 0 || next === void 0) {
      const message = old === void 0 ? `\`${name}\` is a new target.` : `\`${name}\` is no target any more.`;
      return [consequence("target", name, path2, { old, next }, { message, class: "neutral" })];
    }
    const reached = isReached(name);
    return changedKeys2(old, next).map((key) => {
      const told3 = toldOf2(key, name, { old, next }, [before2, after]);
      return consequence(
        "target",
        name,
        [...path2, key],
        { old: old[key], next: next[key] },
        reached ? told3 : {
          message: `${told3.message} No rule, default or fallback leads to \`${name}\`.`,
          class: "neutral"
        }
      );
    });
  });
}
var keys = [
  "kind",
  "channel",
  "acknowledgeWithin",
  "resolveWithin",
  "remindAfter",
  "onTimeout",
  "onUnavailable",
  "onReject",
  "hours",
  "capacity",
  "breaker",
  "failOpen",
  "title",
  "description"
];
function changedKeys2(old, next) {
  return keys.filter((key) => !same(old[key], next[key]));
}
function toldOf2(key, name, { old, next }, sets) {
  switch (key) {
    case "kind":
      return {
        message: `\`${name}\` is ${kindInWords(next)} now, no longer ${kindInWords(old)}.`,
        class: next.kind === "agent" ? "loosened" : "tightened"
      };
    case "channel":
      return {
        message: `Handoffs to \`${name}\` go to ${next.channel ?? "no channel"}, no longer to ${old.channel ?? "none"}.`,
        class: "rerouted"
      };
    case "acknowledgeWithin":
      return deadline(name, "that nobody takes", old.acknowledgeWithin, next.acknowledgeWithin, next);
    case "resolveWithin":
      return deadline(name, "that nobody resolves", old.resolveWithin, next.resolveWithin, next);
    case "remindAfter":
      return {
        message: `\`${name}\` is reminded ${afterInWords(next.remindAfter)}; it was ${afterInWords(old.remindAfter)}.`,
        class: "neutral"
      };
    case "onTimeout":
      return fallback(`When time runs out at \`${name}\``, [old.onTimeout, next.onTimeout], sets);
    case "onUnavailable":
      return fallback(`When \`${name}\` is not available`, [old.onUnavailable, next.onUnavailable], sets);
    case "onReject":
      return fallback(`When \`${name}\` rejects a handoff`, [old.onReject, next.onReject], sets);
    case "hours":
      return {
        message: `\`${name}\` is open ${hoursInWords(next.hours)}; it was ${hoursInWords(old.hours)}.`,
        class: availability(next, openShare(next.hours) - openShare(old.hours))
      };
    case "capacity":
      return {
        message: `\`${name}\` takes ${next.capacity ?? "any number of"} handoffs at once; it took ${old.capacity ?? "any number"}.`,
        class: availability(next, (next.capacity ?? Infinity) > (old.capacity ?? Infinity) ? 1 : -1)
      };
    case "breaker":
      return breaker(name, old, next, sets);
    case "failOpen":
      return failOpen(name, old, next);
    case "title":
    case "description":
      return { message: `The ${key} of \`${name}\` changed.`, class: "neutral" };
  }
}
function kindInWords({ kind }) {
  return kind === "human" ? "a human" : "an agent";
}
function afterInWords(duration) {
  return duration === void 0 ? "never" : `after ${inWords2(duration)}`;
}
function inWords2(duration) {
  const milliseconds2 = parseDuration(duration);
  return milliseconds2 === void 0 ? duration : describeDuration(milliseconds2);
}
function deadline(name, which, old, next, target) {
  const [was, is] = [old, next].map((each) => each === void 0 ? Infinity : parseDuration(each) ?? Infinity);
  const where2 = next === void 0 ? "" : ` ${fallbackInWords(target.onTimeout)}`;
  const message = next === void 0 ? `A handoff to \`${name}\` ${which} waits for ever; before, time ran out after ${inWords2(old ?? "")}.` : old === void 0 ? `A handoff to \`${name}\` ${which}${where2} after ${inWords2(next)}; before, it waited for ever.` : `A handoff to \`${name}\` ${which}${where2} after ${inWords2(next)}, no longer after ${inWords2(old)}.`;
  if (was === is) return { message, class: "neutral" };
  return { message, class: is < was === (target.onTimeout === "resume") ? "loosened" : "tightened" };
}
function fallbackInWords(fallback2) {
  switch (fallback2) {
    case void 0:
    case "pause":
      return "leaves the agent paused";
    case "resume":
      return "lets the agent go on";
    case "stop":
      return "ends the task";
    default:
      return `goes to \`${fallback2}\``;
  }
}
function asDecision(fallback2, { targets: targets2 = {} }) {
  switch (fallback2) {
    case "resume":
      return "continue";
    case "stop":
      return "stop";
    case void 0:
    case "pause":
      return "pause";
    default:
      return targets2[fallback2]?.kind === "agent" ? "route" : "escalate";
  }
}
function fallback(when, [old, next], [before2, after]) {
  const more = oversight(asDecision(next, after)) - oversight(asDecision(old, before2));
  const message = `${when}, it now ${fallbackInWords(next)}; before, it ${pastOf(old)}.`;
  if ((old ?? "pause") === (next ?? "pause"))
    return { message: `${when}, it ${fallbackInWords(next)}, as it did.`, class: "neutral" };
  return { message, class: more === 0 ? "rerouted" : more > 0 ? "tightened" : "loosened" };
}
function pastOf(fallback2) {
  return fallbackInWords(fallback2).replace(/^leaves/, "left").replace(/^lets/, "let").replace(/^ends/, "ended").replace(/^goes/, "went");
}
function availability({ onUnavailable }, more) {
  if (onUnavailable !== "resume" || more === 0) return "rerouted";
  return more > 0 ? "tightened" : "loosened";
}
function hoursInWords(hours) {
  return hours === void 0 ? "at all times" : `${hours.days.join(", ")} from ${hours.from} until ${hours.until} (${hours.timezone})`;
}
function openShare(hours) {
  if (hours === void 0) return 7 * 24 * 60;
  const minutes = (text2) => Number(text2.slice(0, 2)) * 60 + Number(text2.slice(3, 5));
  const span2 = minutes(hours.until) - minutes(hours.from);
  return hours.days.length * (span2 > 0 ? span2 : span2 + 24 * 60);
}
function breaker(name, { breaker: old }, { breaker: next }, sets) {
  if (next === void 0) return { message: `Handoffs go to \`${name}\` however often they fail.`, class: "rerouted" };
  const what = `After ${next.failures} failures within ${inWords2(next.within)}, \`${name}\` is left alone for ${inWords2(next.cooldown)}`;
  if (old?.then !== next.then) return fallback(what, [old?.then, next.then], sets);
  const was = `${old.failures} failures within ${inWords2(old.within)} and ${inWords2(old.cooldown)}`;
  return { message: `${what}; it was ${was}.`, class: "rerouted" };
}
function failOpen(name, old, next) {
  const rate = ({ failOpen: bound }) => bound === void 0 ? Infinity : bound.atMost / (parseDuration(bound.per) ?? 1);
  const bounds2 = ({ failOpen: bound }) => bound === void 0 ? "without a bound" : `at most ${bound.atMost} times in ${inWords2(bound.per)}`;
  const message = `The agent may go on without \`${name}\` ${bounds2(next)}; it was ${bounds2(old)}.`;
  if (![...fallbacksOf(old), ...fallbacksOf(next)].includes("resume")) {
    return { message: `${message} Nothing at \`${name}\` lets the agent go on.`, class: "neutral" };
  }
  return { message, class: rate(next) > rate(old) ? "loosened" : rate(next) < rate(old) ? "tightened" : "rerouted" };
}

// engine/diff/rule-changes.ts
function ruleChanges(before2, after) {
  const olds = placed(before2);
  const news = placed(after);
  const pairs = matched2(olds, news);
  const moved2 = outOfOrder([...pairs].sort(([a], [b]) => a.place - b.place).map(([, next]) => next.place));
  const oldOf = new Map([...pairs].map(([old, next]) => [next, old]));
  const taken = new Set(pairs.keys());
  const rules2 = [];
  let unchanged = 0;
  for (const next of news) {
    const old = oldOf.get(next);
    if (old === void 0) {
      rules2.push({ kind: "added", after: next.ref });
      continue;
    }
    const fields = changedFields(old.rule, next.rule);
    const both3 = { before: old.ref, after: next.ref };
    const hasMoved = moved2.has(next.place);
    if (old.ref.id !== next.ref.id) rules2.push({ kind: "renamed", ...both3, fields, moved: hasMoved });
    else if (fields.length > 0) rules2.push({ kind: "edited", ...both3, fields, moved: hasMoved });
    else if (hasMoved) rules2.push({ kind: "moved", ...both3 });
    else unchanged++;
  }
  for (const old of olds) if (!taken.has(old)) rules2.push({ kind: "removed", before: old.ref });
  return { rules: rules2, unchanged };
}
function matchedRules(before2, after) {
  return [...matched2(placed(before2), placed(after))].map(([old, next]) => ({ old, next })).sort((a, b) => a.next.place - b.next.place);
}
function placed({ rules: rules2 }) {
  return rules2.map((rule, place3) => ({ rule, ref: { id: rule.id, version: rule.version ?? 1 }, place: place3 }));
}
function matched2(olds, news) {
  const pairs = /* @__PURE__ */ new Map();
  const left = new Set(news);
  const match = (name) => {
    const byName = /* @__PURE__ */ new Map();
    for (const next of left) byName.set(name(next), [...byName.get(name(next)) ?? [], next]);
    for (const old of olds) {
      const next = pairs.has(old) ? void 0 : byName.get(name(old))?.shift();
      if (next === void 0) continue;
      pairs.set(old, next);
      left.delete(next);
    }
  };
  match(({ rule }) => ruleName(rule));
  match(({ rule }) => rule.id);
  match(({ rule }) => digest({ ...rule, id: null, version: null }));
  match(
    ({ rule: { when, decide, to, payload, effective } }) => digest([when, decide, to ?? null, payload ?? null, effective ?? null])
  );
  return pairs;
}
function changedFields(before2, after) {
  const names = /* @__PURE__ */ new Set([...Object.keys(before2), ...Object.keys(after)]);
  names.delete("id");
  return [...names].filter((name) => JSON.stringify(before2[name]) !== JSON.stringify(after[name]));
}
function outOfOrder(numbers) {
  const tails = [];
  const previous = /* @__PURE__ */ new Map();
  for (const number of numbers) {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = low + high >>> 1;
      if (tails[middle] < number) low = middle + 1;
      else high = middle;
    }
    tails[low] = number;
    if (low > 0) previous.set(number, tails[low - 1]);
  }
  const stay = /* @__PURE__ */ new Set();
  for (let number = tails.at(-1); number !== void 0; number = previous.get(number)) stay.add(number);
  return new Set(numbers.filter((number) => !stay.has(number)));
}

// engine/diff/consequences/texts.ts
var told2 = {
  reason: "The reviewer is given another reason",
  message: "The end user is told something else",
  reasonCode: "Statistics count it under another code",
  severity: "It has another severity"
};
function textConsequences(before2, after) {
  const found = [];
  for (const { old, next } of matchedRules(before2, after)) {
    for (const key of Object.keys(told2)) {
      if (old.rule[key] === next.rule[key]) continue;
      const name = ruleName(next.rule);
      const message = `${told2[key]} when \`${next.rule.id}\` decides.`;
      const values2 = { old: old.rule[key], next: next.rule[key] };
      found.push(consequence("rule", name, ["rules", next.place, key], values2, { message, class: "neutral" }));
    }
  }
  for (const key of Object.keys(told2)) {
    const values2 = { old: before2.default?.[key], next: after.default?.[key] };
    if (values2.old === values2.next) continue;
    const message = `${told2[key]} where no rule decides.`;
    found.push(consequence("default", "default", ["default", key], values2, { message, class: "neutral" }));
  }
  for (const key of ["name", "description", "owner"]) {
    const values2 = { old: before2[key], next: after[key] };
    if (values2.old === values2.next) continue;
    const message = `The rule set's ${key} changed.`;
    found.push(consequence("rule-set", key, [key], values2, { message, class: "neutral" }));
  }
  if (before2.rollback?.to !== after.rollback?.to) {
    const to = after.rollback?.to;
    const message = to === void 0 ? "No version is named to roll back to." : `A rollback leads to ${to} now.`;
    const values2 = { old: before2.rollback, next: after.rollback };
    found.push(consequence("rule-set", "rollback", ["rollback"], values2, { message, class: "neutral" }));
  }
  return found;
}

// engine/diff/consequences/consequences.ts
function consequencesOf(before2, after, regions2) {
  const [old, next] = [before2.ruleSet, after.ruleSet];
  const uses = usesOf(before2, after, regions2);
  const [then2, now2] = [reachOf(old), reachOf(next)];
  return [
    ...declarationConsequences(old, next, uses),
    ...targetConsequences(old, next, (name) => then2.targets.has(name) || now2.targets.has(name)),
    ...payloadConsequences(old, next, (name) => then2.payloads.has(name) && now2.payloads.has(name)),
    ...textConsequences(old, next),
    ...guaranteeConsequences(old, next, regions2)
  ];
}
function usesOf(before2, after, regions2) {
  const users = /* @__PURE__ */ new Map();
  for (const { rules: rules2 } of [before2, after]) {
    for (const { ref, condition } of rules2) {
      for (const clause of clausesOf(condition)) {
        const names = [
          ...clause.signals.map((name) => `signal ${name}`),
          ...clause.thresholds.map((name) => `threshold ${name}`)
        ];
        for (const name of names) users.set(name, (users.get(name) ?? /* @__PURE__ */ new Set()).add(ref.id));
      }
    }
  }
  return (kind, name) => {
    const rules2 = users.get(`${kind} ${name}`) ?? /* @__PURE__ */ new Set();
    const touched = regions2.filter(
      ({ before: { rule: old }, after: { rule: next } }) => [old, next].some((rule) => rule !== null && rules2.has(rule.id))
    );
    return { rules: [...rules2], regions: touched.length };
  };
}

// engine/diff/cover.ts
var mostCommon = 24;
function coverOf(inquiry, pair, first, most) {
  const { ground } = inquiry;
  const { index, space } = ground;
  const start = index.clauses.length;
  const laws = lawsOf(ground);
  const enter = (box) => enterClause(index, clauseOf(space.layout, box, { kind: "found" }));
  try {
    const inside = insideOf(inquiry, pair, laws, enter);
    const outside2 = pair.outside.slice();
    const found = [];
    for (let answer = first; answer !== null; answer = inquiry.ask(pair.region, outside2, pair.period)) {
      if (answer === "undecided" || found.length === most) return null;
      const box = enlarged(space.layout.dimensions, answer.box, inside, (each) => isPossible(inquiry, each, laws));
      const number = enter(box);
      include(outside2, number);
      found.push({ box, number });
    }
    return needed(inquiry, found, laws);
  } finally {
    dropClauses(index, start);
  }
}
function include(set, number) {
  set[number >>> 5] = set[number >>> 5] | 1 << (number & 31);
}
function insideOf(inquiry, { region, outside: outside2 }, laws, enter) {
  const { ground, prove } = inquiry;
  const { layout } = ground.space;
  const others2 = laws.slice();
  if (region.length <= mostCommon) for (const box of region) include(others2, enter(box));
  const forbidden = outside2.map((word, at) => word & ~laws[at]);
  return (box) => {
    if (!region.some((each) => within(layout, box, each))) {
      if (region.length > mostCommon || ground.laws === 0 && region.length < 2) return false;
      if (prove(box, others2).kind !== "none") return false;
    }
    return numbersIn(meeting(ground, box, forbidden)).every((number) => {
      const clause = ground.index.clauses[number];
      const both3 = clause === void 0 ? null : intersect(layout, box, clause.box);
      return both3 === null || !isPossible(inquiry, both3, laws);
    });
  };
}
function isPossible({ ground, prove }, box, laws) {
  return ground.laws === 0 || prove(box, laws).kind !== "none";
}
function enlarged(dimensions, answer, inside, possible) {
  let box = answer;
  const narrow = [];
  for (const dimension of [...dimensions].sort((a, b) => ease(b) - ease(a))) {
    const open = box.slice();
    fill(open, dimension);
    if (sameAt(open, box, dimension)) continue;
    if (inside(open)) box = open;
    else narrow.push(dimension);
  }
  for (const dimension of narrow) box = opened(box, dimension, inside, possible);
  return box;
}
function ease({ subject: subject2 }) {
  return { part: 5, broken: 4, opaque: 3, member: 2, size: 1, value: 0 }[subject2.kind];
}
function opened(box, dimension, inside, possible) {
  const { kind, offset, cells, missing } = dimension;
  const open = box.slice();
  const holds3 = (state) => inside(atState(box, dimension, state));
  const addsMissing = missing && possible(atState(box, dimension, cells)) && holds3(cells);
  if (kind === "finite") {
    for (let state = 0; state < cells; state++) if (holds3(state)) setFinite(open, offset, state);
    if (addsMissing) setFinite(open, offset, cells);
    return open;
  }
  const [low = 0, high = -1] = [box[offset], box[offset + 1]];
  if (low <= high) {
    const range = (from, to) => {
      const part = atState(box, dimension, from);
      part[offset + 1] = to;
      return part;
    };
    open[offset] = furthest(0, low, (from) => inside(range(from, low)));
    open[offset + 1] = -furthest(-(cells - 1), -high, (to) => inside(range(high, -to)));
  }
  if (addsMissing) open[offset + 2] = 1;
  return open;
}
function setFinite(box, offset, state) {
  const at = offset + (state >>> 5);
  box[at] = box[at] | 1 << (state & 31);
}
function furthest(least, known, will) {
  let [low, high] = [least, known];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (will(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
function needed(inquiry, found, laws) {
  let left = [...found];
  for (const each of found) {
    if (left.length < 2) break;
    const others2 = left.filter((other) => other !== each);
    const outside2 = laws.slice();
    for (const { number } of others2) include(outside2, number);
    if (inquiry.prove(each.box, outside2).kind === "none") left = others2;
  }
  return left.map(({ box }) => box);
}
function isCover(inquiry, pair, boxes) {
  const { ground } = inquiry;
  const { index, space } = ground;
  const start = index.clauses.length;
  const enter = (box) => enterClause(index, clauseOf(space.layout, box, { kind: "found" }));
  try {
    const inside = insideOf(inquiry, pair, lawsOf(ground), enter);
    if (!boxes.every(inside)) return false;
    const outside2 = pair.outside.slice();
    for (const box of boxes) include(outside2, enter(box));
    return inquiry.ask(pair.region, outside2, pair.period) === null;
  } finally {
    dropClauses(index, start);
  }
}

// engine/diff/differing.ts
var mostBoxes2 = 64;
function* differingPairs(versions, period2) {
  const { ground, before: before2, after } = versions;
  const [earlierThen, earlierNow] = [prefixes(versions, before2, period2), prefixes(versions, after, period2)];
  const [olds, nexts] = [placed2(before2, period2), placed2(after, period2)];
  const nextAt = new Map(nexts.map((each) => [each.place, each]));
  const gone = /* @__PURE__ */ new Map();
  for (const old of olds) {
    for (const next of meeting2(old)) {
      if (next.key === old.key) continue;
      const region = regionOf2(old, next);
      if (region.length > 0) yield { old, next, region, outside: outsideOf(old, next), period: period2 };
    }
  }
  function meeting2({ rule }) {
    const last = nextAt.get(after.rules.length);
    if (rule === null) return nexts;
    const places = [rule, ...neighbours(ground, rule)].flatMap(({ position }) => after.places.get(position) ?? []);
    return [...places.sort((a, b) => a - b).flatMap((place3) => nextAt.get(place3) ?? []), ...last ? [last] : []];
  }
  function regionOf2(old, next) {
    const own2 = limited(old, next, after, before2);
    if (own2.length === 0) return own2;
    const other = limited(next, old, before2, after);
    if (other.length === 0) return other;
    return old.rule === null ? other : next.rule === null ? own2 : common2(ground, own2, other);
  }
  function limited({ rule }, other, there, here) {
    if (rule === null) return [ground.space.layout.whole];
    const stays = there.places.get(rule.position);
    if (stays !== void 0) return stays < other.place ? [] : rule.fires;
    const form = here.counterparts.get(rule.position);
    const place3 = form && there.places.get(form.position);
    if (form === void 0 || place3 === void 0 || place3 >= other.place || !inForce(form, period2)) return rule.fires;
    const name = `${rule.position} ${form.position}`;
    let left = gone.get(name);
    if (left === void 0) gone.set(name, left = difference(ground.space.layout, rule.fires, form.fires, mostBoxes2));
    return left ?? rule.fires;
  }
  function outsideOf(old, next) {
    const outside2 = earlierThen[old.place].slice();
    earlierNow[next.place].forEach((word, at) => {
      outside2[at] = outside2[at] | word;
    });
    return outside2;
  }
}
function placed2({ rules: rules2, written: written2, default: otherwise }, period2) {
  return [
    ...rules2.flatMap(
      (rule, place3) => inForce(rule, period2) ? [{ rule, written: written2[place3] ?? null, place: place3, outcome: rule.rule.rule, key: rule.outcome }] : []
    ),
    { rule: null, written: null, place: rules2.length, outcome: otherwise, key: outcomeKey(otherwise) }
  ];
}
function prefixes({ ground }, { rules: rules2 }, period2) {
  const sets = [lawsOf(ground)];
  for (const rule of rules2) {
    const set = sets.at(-1).slice();
    if (inForce(rule, period2)) addRange(set, rule.first, rule.end);
    sets.push(set);
  }
  return sets;
}

// engine/analysis/input.ts
function inputOf(signals, values2, at, observed = /* @__PURE__ */ new Map()) {
  const input = {};
  for (const [path2, time] of observed) place2(input, path2, formatTimestamp(time));
  for (const [name, signal] of signals) {
    const value = values2.get(name);
    if (value === void 0) continue;
    place2(input, name, toJson2(value, signal));
    if (signal.maxAge !== void 0 && signal.observedAt !== void 0) {
      place2(input, signal.observedAt, formatTimestamp(at));
    }
  }
  return input;
}
function place2(input, path2, value) {
  const keys2 = path2.split(".");
  const last = keys2.pop() ?? path2;
  let node = input;
  for (const key of keys2) {
    const next = node[key];
    if (isJsonObject(next)) node = next;
    else if (next === void 0) node = node[key] = {};
    else return;
  }
  node[last] ??= value;
}
function toJson2(value, signal) {
  if (typeof value === "object") return [...value];
  if (typeof value !== "number") return value;
  const type = signalType(signal);
  return type === "duration" ? formatDuration(value) : type === "timestamp" ? formatTimestamp(value) : value;
}

// engine/analysis/round-value.ts
var day = 864e5;
var timeUnits = [day, 36e5, 6e4, 1e3];
var durationUnits = [day, 36e5, 18e5, 6e5, 3e5, 6e4, 3e4, 1e4, 1e3, 100, 10, 1];
var immense = 1e14;
function roundValue(line, interval, type, now2) {
  const inside = common(line.range, interval);
  const fits2 = (value) => isInside(inside, value) && isOn(line, value);
  const fallback2 = () => anyValue(line, interval) ?? inside.low;
  if (line.listed !== null) {
    const values2 = line.listed.filter((value) => isInside(interval, value));
    return values2[values2.length - 1 >> 1] ?? fallback2();
  }
  if (inside.low === inside.high) return inside.low;
  if (type === "timestamp") return times(inside, now2).find(fits2) ?? fallback2();
  const middle = middleOf(inside, type);
  const units = type === "duration" ? durationUnits : decimalUnits(inside, middle);
  for (const unit of units) {
    for (const value of [Math.round(middle / unit) * unit, Math.ceil(inside.low / unit) * unit]) {
      const rounded = Number(value.toPrecision(15));
      if (fits2(rounded)) return rounded === 0 ? 0 : rounded;
    }
  }
  return fallback2();
}
function times({ low, high }, now2) {
  const today = Math.floor(now2 / day) * day;
  const near = timeUnits.flatMap((unit) => [(Math.floor(low / unit) + 1) * unit, (Math.ceil(high / unit) - 1) * unit]);
  return [today, now2, ...near];
}
function middleOf({ low, high }, type) {
  const [bounded, limited] = [low > -immense, high < immense];
  if (bounded && limited) return low / 2 + high / 2;
  if (bounded) return low + unitOf(low, type);
  return limited ? high - unitOf(high, type) : 0;
}
function unitOf(bound, type) {
  if (bound === 0) return type === "duration" ? 6e4 : 1;
  if (type === "duration") return durationUnits.find((unit) => unit <= Math.abs(bound)) ?? 1;
  return 10 ** Math.floor(Math.log10(Math.abs(bound)));
}
function decimalUnits({ low, high }, middle) {
  const width = low > -immense && high < immense ? high - low : Math.abs(middle) || 1;
  const first = Math.floor(Math.log10(width * 0.999));
  return Array.from({ length: 17 }, (_, index) => 10 ** (first - index));
}

// engine/analysis/values.ts
function ordinaryValue(signal, now2) {
  for (const json of [...signal.examples ?? [], signal.default]) {
    const value = typeof json === "string" ? parsed(signal, json) : json;
    if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return value;
    if (Array.isArray(value)) return value.filter((item) => typeof item !== "object");
  }
  const line = numberLineOf(signal);
  return line === void 0 ? void 0 : roundValue(line, line.range, signalType(signal), now2);
}
function parsed(signal, text2) {
  const type = signalType(signal);
  return type === "duration" ? parseDuration(text2) : type === "timestamp" ? parseTimestamp(text2) : text2;
}
function ordinaryState(space, signals, now2) {
  const states = /* @__PURE__ */ new Map();
  for (const [name, axes] of space.signals) {
    const signal = signals.get(name);
    const value = signal && ordinaryValue(signal, now2);
    for (const dimension of isList(axes) ? [] : [axes.dimension]) {
      const state = value === void 0 ? 0 : dimension.cellOf(/* @__PURE__ */ new Map([[name, value]]));
      states.set(dimension, Math.max(0, state));
    }
  }
  return (dimension) => states.get(dimension) ?? 0;
}
function valueAt(axes, signal, point, now2) {
  if (isList(axes)) return listAt(axes, signal, point);
  const { dimension } = axes;
  const state = stateAt(point, dimension);
  if (state === dimension.cells) return void 0;
  const usual = ordinaryValue(signal, now2);
  const name = dimension.subject.kind === "value" ? dimension.subject.signal : "";
  if (usual !== void 0 && dimension.cellOf(/* @__PURE__ */ new Map([[name, usual]])) === state) return usual;
  const meaning = axes.meaning(state);
  switch (meaning.kind) {
    case "value":
      return meaning.value;
    case "text":
      return meaning.example;
    case "interval": {
      const line = numberLineOf(signal);
      return line === void 0 ? void 0 : roundValue(line, meaning.interval, signalType(signal), now2);
    }
  }
}
function listAt({ members, others: others2, size }, signal, point) {
  const all2 = [...members.values(), ...others2 ? [others2] : [], ...size ? [size.dimension] : []];
  if (all2.some((dimension) => stateAt(point, dimension) === dimension.cells)) return void 0;
  const list = [...members].filter(([, dimension]) => stateAt(point, dimension) === 1).map(([value]) => value);
  const items2 = signal.items ?? { type: "string" };
  const taken = new Set(members.keys());
  const addOther = () => {
    const other = unnamedItem(items2, taken);
    if (other === void 0) return false;
    taken.add(other);
    list.push(other);
    return true;
  };
  const holdsOthers = others2 !== null && stateAt(point, others2) === 1;
  if (holdsOthers) addOther();
  if (size === null) return list;
  const meaning = size.meaning(stateAt(point, size.dimension));
  const interval = meaning.kind === "interval" ? meaning.interval : { low: 0, high: 0, lowOpen: false, highOpen: false };
  const least = interval.lowOpen ? interval.low + 1 : interval.low;
  const wanted = Math.max(list.length, Math.min(Number.isFinite(least) ? least : 0, 1e4));
  while (list.length < wanted) {
    if (signal.uniqueItems !== true && list[0] !== void 0) list.push(list[0]);
    else if (!holdsOthers || !addOther()) break;
  }
  return list;
}
function unnamedItem(items2, taken) {
  if (items2.enum !== void 0) {
    return items2.enum.find((value) => typeof value !== "object" && !taken.has(value));
  }
  const line = numberLineOf(items2);
  if (line !== void 0) {
    const start = anyValue(line, line.range) ?? 0;
    for (let i = 0; i <= 2 * taken.size + 1; i++) {
      const value = Math.round(start) + (i % 2 === 0 ? i / 2 : -(i + 1) / 2);
      if (!taken.has(value) && isOn(line, value)) return value;
    }
    return void 0;
  }
  if (signalType(items2) === "bool") return [true, false].find((value) => !taken.has(value));
  const values2 = [...taken].filter((value) => typeof value === "string");
  const { cells } = textCells([{ kind: "one-of", values: values2 }], {
    ...items2.pattern === void 0 ? {} : { pattern: items2.pattern },
    examples: ["other"]
  });
  return cells.find(({ truths: [isTaken] }) => isTaken === false)?.example ?? void 0;
}

// engine/analysis/witness.ts
function witnessValues(ground, { answer, region, outside: outside2 }) {
  const { space, subject: subject2, now: now2 } = ground;
  const { signals } = subject2.declarations;
  const example = { box: answer.box, region, outside: outside2 };
  const point = ordinaryPoint(ground, example, ground.ordinary ??= ordinaryState(space, signals, now2));
  const hangsOn = (dimension) => !isFree(ground, example, point, [dimension]);
  if ([...space.broken.values()].some(hangsOn)) return null;
  const free = [...space.signals].filter(([, axes]) => isFree(ground, example, point, dimensionsOf(axes)));
  const values2 = /* @__PURE__ */ new Map();
  for (const [name, signal] of signals) {
    const axes = space.signals.get(name);
    const value = axes === void 0 ? unasked(signal, now2) : valueAt(axes, signal, point, now2);
    if (value !== void 0) values2.set(name, value);
  }
  const decided = [...space.opaque].filter(([, dimension]) => hangsOn(dimension));
  const settled2 = settle(
    ground,
    point,
    values2,
    decided.map(([, dimension]) => dimension)
  );
  return {
    values: settled2,
    free: free.map(([name]) => name),
    assumes: decided.filter(([, dimension]) => dimension.cellOf(settled2) !== stateAt(point, dimension)).map(([text2, dimension]) => ({ text: text2, value: [false, true][stateAt(point, dimension)] ?? null }))
  };
}
function unasked(signal, now2) {
  return signal.required === true ? ordinaryValue(signal, now2) ?? defaults[signal.type] : void 0;
}
var defaults = { string: "text", boolean: false, array: [] };
function holdsTime({ from, until }, time) {
  return time >= from && time < until;
}
function timeIn(period2, now2) {
  const today = Math.floor(now2 / 864e5) * 864e5;
  if (holdsTime(period2, today)) return today;
  if (holdsTime(period2, now2)) return now2;
  return Number.isFinite(period2.from) ? period2.from : period2.until - 1;
}
var mostTried2 = 200;
function settle(ground, point, values2, clauses) {
  const isSettled = (tried2) => clauses.every((dimension) => dimension.cellOf(tried2) === stateAt(point, dimension));
  if (isSettled(values2)) return values2;
  const names = new Set(clauses.flatMap(({ subject: subject2 }) => subject2.kind === "opaque" ? subject2.signals : []));
  const choices2 = [...names].map((name) => [name, choicesAt(ground, point, name)]);
  let tried = 0;
  const search = (at, chosen2) => {
    const choice = choices2[at];
    if (choice === void 0) return ++tried <= mostTried2 && isSettled(chosen2) ? chosen2 : null;
    for (const value of choice[1].length === 0 ? [chosen2.get(choice[0])] : choice[1]) {
      const found = search(at + 1, value === void 0 ? chosen2 : new Map(chosen2).set(choice[0], value));
      if (found !== null || tried > mostTried2) return found;
    }
    return null;
  };
  return search(0, values2) ?? values2;
}
function choicesAt({ space, subject: subject2 }, point, name) {
  const axes = space.signals.get(name);
  const signal = subject2.declarations.signals.get(name);
  const line = signal && numberLineOf(signal);
  if (axes === void 0 || line === void 0 || "members" in axes) return [];
  const state = stateAt(point, axes.dimension);
  const meaning = state === axes.dimension.cells ? null : axes.meaning(state);
  if (meaning?.kind !== "interval") return [];
  const low = Math.max(meaning.interval.low, line.range.low, -1e6);
  const high = Math.min(meaning.interval.high, line.range.high, 1e6);
  return [0.5, 0.01, 0.99, 0.1, 0.9, 0.25, 0.75].map((share) => low + (high - low) * share).map((value) => line.step === 1 ? Math.round(value) : value).concat(line.listed ?? []).filter((value) => isOn(line, value) && axes.dimension.cellOf(/* @__PURE__ */ new Map([[name, value]])) === state);
}

// engine/diff/age-laws.ts
var sides = ["before", "after"];
function ageLaws(common3, space) {
  const reads2 = [...common3.signals].flatMap(([name, signal]) => {
    const dimension = firstOf(space, name);
    const { observedAt: path2 } = signal;
    if (dimension === void 0 || path2 === void 0 || !Number.isFinite(oldest(signal))) return [];
    return [{ path: path2, limit: oldest(signal), state: present(dimension) }];
  });
  const boxes = [];
  for (const { name, declared } of common3.differing.values()) {
    for (const side of sides) {
      const dimension = firstOf(space, common3.presenceIn(side, name));
      const { observedAt: path2 } = declared[side];
      if (dimension === void 0 || path2 === void 0) continue;
      reads2.push({ path: path2, limit: oldest(declared[side]), state: { dimension, cells: [1] } });
    }
  }
  for (const { name, declared, joint } of common3.differing.values()) {
    const value = firstOf(space, name);
    for (const side of sides) {
      const presence = firstOf(space, common3.presenceIn(side, name));
      const reading = joint?.readable[side];
      if (presence === void 0 || value === void 0 || reading?.aged !== true || reading.more || reading.tests.length > 0)
        continue;
      const { observedAt: path2 } = declared[side];
      const tooOld = [present(value), { dimension: presence, cells: [0] }];
      for (const read of reads2) {
        if (read.path !== path2 || read.limit > oldest(declared[side]) || read.state.dimension === presence) continue;
        boxes.push(cellsBox(space.layout, [...tooOld, read.state]));
      }
    }
  }
  return boxes;
}
function firstOf(space, name) {
  const axes = space.signals.get(name);
  if (axes === void 0) return void 0;
  return isList(axes) ? dimensionsOf(axes)[0] : axes.dimension;
}
function present(dimension) {
  return { dimension, cells: Array.from({ length: dimension.cells }, (_, cell) => cell) };
}

// engine/diff/reading-laws.ts
var everyReaders = [true, false].flatMap(
  (before2) => [true, false].map((after) => ({ before: before2, after }))
);
function readingLaws(common3, space, { name, declared, joint }) {
  if (joint === null) return apart(common3, space, name, declared);
  const axes = space.signals.get(name);
  if (axes === void 0) return [];
  const dimension = dimensionsOf(axes)[0];
  const presence = (side) => {
    const found = space.signals.get(common3.presenceIn(side, name));
    return found === void 0 || isList(found) ? void 0 : found.dimension;
  };
  const asked = { before: presence("before"), after: presence("after") };
  if (asked.before === void 0 && asked.after === void 0) return [];
  const state = (of, value) => ({ dimension: of, cells: [value ? 1 : 0] });
  const boxes = [];
  if (dimension.missing) {
    for (const side of [asked.before, asked.after]) {
      if (side !== void 0)
        boxes.push(cellsBox(space.layout, [{ dimension, cells: [dimension.cells] }, state(side, true)]));
    }
  }
  if (isList(axes)) return boxes;
  for (let cell = 0; cell < dimension.cells; cell++) {
    const possible = readersIn(axes, cell, declared, joint);
    for (const readers of everyReaders) {
      const states = ["before", "after"].flatMap((side) => {
        const of = asked[side];
        return of === void 0 ? [] : [state(of, readers[side])];
      });
      const meant = (each) => ["before", "after"].every((side) => asked[side] === void 0 || each[side] === readers[side]);
      if (!possible.some(meant)) boxes.push(cellsBox(space.layout, [{ dimension, cells: [cell] }, ...states]));
    }
  }
  return boxes;
}
function readersIn(axes, cell, declared, { readable: readable2, signal }) {
  const passes = (side) => readable2[side].tests.every((test) => {
    if (test.kind === "opaque" || test.kind === "has" || test.kind === "contains") return true;
    if (test.kind === "overlaps" || test.kind === "within") return true;
    return axes.where(test).some((each) => typeof each === "number" ? each === cell : cell >= each[0] && cell <= each[1]);
  });
  const tested = { before: passes("before"), after: passes("after") };
  const values2 = valuesIn(axes, cell, declared, signal);
  return everyReaders.filter(
    (readers) => (readers.before || readers.after) && (!readers.before || tested.before) && (!readers.after || tested.after) && values2.some(
      (value) => agesOf(declared).some(
        (age2) => (value.before && age2.before && tested.before) === readers.before && (value.after && age2.after && tested.after) === readers.after
      )
    )
  );
}
function valuesIn(axes, cell, declared, joint) {
  const [then2, now2] = [numberLineOf(declared.before), numberLineOf(declared.after)];
  const meaning = axes.meaning(cell);
  if (then2 === void 0 || now2 === void 0 || meaning.kind !== "interval") {
    return declared.before.format === declared.after.format ? [{ before: true, after: true }] : [...everyReaders];
  }
  return numbersIn2(meaning.interval, declared, joint).map((value) => ({
    before: isOn({ ...then2, range: everywhere }, value),
    after: isOn({ ...now2, range: everywhere }, value)
  }));
}
var everywhere = { low: -Infinity, high: Infinity, lowOpen: false, highOpen: false };
function numbersIn2(interval, declared, joint) {
  const line = numberLineOf(joint);
  if (line === void 0) return [];
  const low = Math.max(interval.low, line.range.low, -1e9);
  const high = Math.min(interval.high, line.range.high, 1e9);
  const [then2, now2] = [numberLineOf(declared.before), numberLineOf(declared.after)];
  const units = [then2?.multipleOf ?? 1, now2?.multipleOf ?? 1];
  const common3 = (units[0] ?? 1) * (units[1] ?? 1);
  const shares = [0, 1, 0.5, 0.25, 0.75, 0.1, 0.3, 0.7, 0.9].map((share) => low + (high - low) * share);
  const steps = [...units, common3, 1].flatMap(
    (unit) => shares.flatMap((value) => [Math.floor(value / unit) * unit, Math.ceil(value / unit) * unit])
  );
  const found = [then2, now2].flatMap((each) => each === void 0 ? [] : anyValue(each, interval) ?? []);
  return [...new Set([...shares, ...steps, ...found].map((value) => Number(value.toPrecision(15))))].filter(
    (value) => isInside(interval, value) && isOn(line, value)
  );
}
function agesOf({ before: before2, after }) {
  const [then2, now2] = [oldest(before2), oldest(after)];
  const apart2 = before2.observedAt !== after.observedAt && Number.isFinite(then2) && Number.isFinite(now2);
  const ages = apart2 ? [...everyReaders] : [.../* @__PURE__ */ new Set([-Infinity, then2, now2, Infinity])].map((age2) => ({ before: age2 <= then2, after: age2 <= now2 }));
  return ages.map((each) => ({ before: each.before && then2 !== -Infinity, after: each.after && now2 !== -Infinity }));
}
function apart(common3, space, name, declared) {
  const [then2, now2] = ["before", "after"].map((side) => space.signals.get(common3.nameIn(side, name)));
  if (then2 === void 0 || now2 === void 0) return [];
  if (isList(then2) && isList(now2)) return [...onlyEmpty(space, then2, now2), ...onlyEmpty(space, now2, then2)];
  const types2 = [signalType(declared.before), signalType(declared.after)];
  const text2 = types2.indexOf("string");
  const read = types2.findIndex((type) => type === "duration" || type === "timestamp");
  if (text2 === -1 || read === -1 || isList(then2) || isList(now2)) {
    return [cellsBox(space.layout, [present2(firstOf2(then2)), present2(firstOf2(now2))])];
  }
  return textLaws(
    space,
    [then2, now2][text2],
    [then2, now2][read],
    [declared.before, declared.after][read]
  );
}
function firstOf2(axes) {
  return dimensionsOf(axes)[0];
}
function present2(dimension) {
  return { dimension, cells: Array.from({ length: dimension.cells }, (_, cell) => cell) };
}
function onlyEmpty(space, list, other) {
  const held = [...list.members.values(), ...list.others ? [list.others] : []];
  const sizes = list.size === null ? [] : list.size.where(">", 0).flatMap(([first, last]) => first > last ? [] : [[first, last]]);
  return [
    ...held.map((dimension) => [{ dimension, cells: [1] }]),
    ...sizes.map((range) => [{ dimension: list.size.dimension, cells: range }])
  ].map((states) => cellsBox(space.layout, [...states, present2(firstOf2(other))]));
}
function nameOf2({ dimension: { subject: subject2 } }) {
  return subject2.kind === "value" ? subject2.signal : "";
}
function textLaws(space, text2, read, declared) {
  const reader = signalReader("text", declared);
  const boxes = [];
  for (let cell = 0; cell < text2.dimension.cells; cell++) {
    const meaning = text2.meaning(cell);
    const only = meaning.kind === "value" ? meaning.value : meaning.kind === "text" && meaning.named ? meaning.example : null;
    if (only === null) continue;
    const reading = reader({ text: only }, 0);
    const state = "value" in reading ? read.dimension.cellOf(/* @__PURE__ */ new Map([[nameOf2(read), reading.value]])) : read.dimension.cells;
    const others2 = Array.from({ length: read.dimension.cells + 1 }, (_, other) => other).filter(
      (other) => other !== state
    );
    boxes.push(
      ...others2.map(
        (other) => cellsBox(space.layout, [
          { dimension: text2.dimension, cells: [cell] },
          { dimension: read.dimension, cells: [other] }
        ])
      )
    );
  }
  return boxes;
}

// engine/diff/common-signals.ts
function commonSignals(before2, after) {
  const signals = /* @__PURE__ */ new Map();
  const views = /* @__PURE__ */ new Map();
  const differing = /* @__PURE__ */ new Map();
  const names = /* @__PURE__ */ new Set([...after.keys(), ...before2.keys()]);
  const taken = [...names].some((name) => /^(before|after)\b/.test(name)) ? "_" : "";
  const nameIn = (side, name) => `${side}${taken}.${name}`;
  const presenceIn = (side, name) => `has(${nameIn(side, name)})`;
  for (const name of names) {
    const [then2, now2] = [before2.get(name), after.get(name)];
    if (then2 === void 0 || now2 === void 0 || readsTheSame(then2, now2)) {
      const promised = then2?.required === true && now2?.required === true;
      signals.set(name, { ...now2 ?? then2, required: promised });
      continue;
    }
    const joint = jointSignal(name, then2, now2);
    differing.set(name, { name, declared: { before: then2, after: now2 }, joint });
    if (joint !== null) signals.set(name, joint.signal);
    for (const side of ["before", "after"]) {
      if (joint === null) {
        signals.set(nameIn(side, name), { ...side === "before" ? then2 : now2, required: false });
        continue;
      }
      const { tests, more, aged: aged2 = false } = joint.readable[side];
      const presence = { kind: "compare", signal: presenceIn(side, name), operator: "==", value: true };
      if (more || aged2) signals.set(presence.signal, { type: "boolean", required: true, default: true });
      const operands = [...tests, ...more || aged2 ? [presence] : []].map(clauseFor);
      views.set(nameIn(side, name), {
        signal: name,
        readable: operands.length === 1 ? operands[0] : { kind: "all", operands, text: "all", span }
      });
    }
  }
  const common3 = {
    signals,
    views,
    differing,
    nameIn,
    presenceIn,
    read: (side, condition) => differing.size === 0 ? condition : renamed(common3, side, condition),
    laws: (space) => [
      ...[...differing.values()].flatMap((each) => readingLaws(common3, space, each)),
      ...ageLaws(common3, space)
    ]
  };
  return common3;
}
var span = { path: [], start: 0, end: 0 };
function clauseFor(test) {
  const name = test.kind === "opaque" ? "" : test.signal;
  const text2 = JSON.stringify(test);
  return {
    kind: "clause",
    test,
    needs: [name],
    signals: [name],
    thresholds: [],
    text: text2,
    span,
    standardForm: `readable ${text2}`
  };
}
function renamed(common3, side, condition) {
  const inside = (each) => renamed(common3, side, each);
  switch (condition.kind) {
    case "all":
    case "any":
      return { ...condition, operands: condition.operands.map(inside) };
    case "not":
      return { ...condition, operand: inside(condition.operand) };
    case "if": {
      const { test, then: then2, otherwise } = condition;
      return { ...condition, test: inside(test), then: inside(then2), otherwise: inside(otherwise) };
    }
    case "clause":
      return condition.signals.some((name) => common3.differing.has(name)) ? renamedClause(common3, side, condition) : condition;
    case "constant":
    case "broken":
      return condition;
  }
}
function renamedClause({ differing, nameIn }, side, clause) {
  const { test, needs, signals, standardForm: standardForm2, text: text2 } = clause;
  const own2 = (name) => differing.has(name) ? nameIn(side, name) : name;
  const called = { ...clause, needs: needs.map(own2), signals: signals.map(own2) };
  if (test.kind !== "opaque")
    return { ...called, test: { ...test, signal: own2(test.signal) }, standardForm: `${side}: ${standardForm2}` };
  const isShared = signals.every((name) => {
    const each = differing.get(name);
    return each === void 0 || needs.includes(name) && signalType(each.declared.before) === signalType(each.declared.after);
  });
  if (isShared) return called;
  const back = new Map(signals.map((name) => [own2(name), name]));
  const evaluate2 = (values2) => test.evaluate(new Map([...values2].map(([name, value]) => [back.get(name) ?? name, value])));
  return {
    ...called,
    test: { ...test, evaluate: evaluate2 },
    standardForm: `${side}: ${standardForm2}`,
    text: signals.reduce(
      (said, name) => differing.has(name) ? said.replace(wordOf2(name), `$1${own2(name)}`) : said,
      text2
    )
  };
}
function wordOf2(name) {
  return new RegExp(`(^|[^\\w.])${name.replaceAll(".", "\\.")}(?![\\w])`, "g");
}
function oldest({ maxAge, observedAt }) {
  const limit = maxAge === void 0 ? void 0 : parseDuration(maxAge);
  if (limit === void 0) return Infinity;
  return observedAt === void 0 ? -Infinity : limit;
}

// engine/diff/witness-input.ts
var sides2 = ["before", "after"];
function witnessFor({ ground, signals: common3 }, { region, outside: outside2, period: period2 }, answer) {
  const found = witnessValues(ground, { answer, region, outside: outside2 });
  if (found === null) return null;
  const at = timeIn(period2, ground.now);
  const { signals } = ground.subject.declarations;
  const ordinary = [...signals].flatMap(([name, signal]) => {
    const value = found.values.get(name);
    return value === void 0 || common3.differing.has(name) || standsForReading(common3, name) ? [] : [{ name, signal, value }];
  });
  const choice = chosen(ground.space, common3, found.values, ordinary, at);
  const written2 = [...ordinary, ...choice.written];
  const input = inputOf(
    new Map(written2.map(({ name, signal }) => [name, signal])),
    new Map(written2.map(({ name, value }) => [name, value])),
    at,
    choice.observed
  );
  const aged2 = choice.observed.size > 0 || ordinary.some(({ signal }) => signal.maxAge !== void 0);
  const isFree2 = (name) => !standsForReading(common3, name) && sides2.every((side) => {
    const presence = common3.presenceIn(side, name);
    return !ground.space.signals.has(presence) || found.free.includes(presence);
  });
  return {
    input,
    at: aged2 || !holdsTime(period2, ground.now) ? at : null,
    free: found.free.filter(isFree2),
    assumes: [...found.assumes, ...choice.assumes]
  };
}
function standsForReading(common3, name) {
  return [...common3.differing.keys()].some(
    (each) => sides2.some((side) => name === common3.nameIn(side, each) || name === common3.presenceIn(side, each))
  );
}
function chosen(space, common3, values2, ordinary, at) {
  const differing = [...common3.differing.values()];
  const candidates = differing.map((each) => candidatesFor(space, common3, values2, each));
  let best = { written: [], observed: /* @__PURE__ */ new Map(), assumes: [], left: Infinity };
  for (const observed of timesOfObservation(differing, at)) {
    const choice = { written: [], observed, assumes: [], left: 0 };
    for (const { name, signal, value } of ordinary) {
      const input = inputOf(/* @__PURE__ */ new Map([[name, signal]]), /* @__PURE__ */ new Map([[name, value]]), at, observed);
      if (signal.maxAge !== void 0 && "missing" in signalReader(name, signal)(input, at)) choice.left++;
    }
    differing.forEach((each, index) => {
      const tried = candidates[index] ?? [];
      const readable2 = tried.filter((written3) => isRead(space, common3, values2, each, written3, observed, at));
      const right = readable2.find((written3) => changedClauses(space, values2, written3).length === 0);
      const written2 = right ?? readable2[0] ?? tried[0];
      if (written2 === void 0) return;
      choice.written.push(written2);
      if (right !== void 0) return;
      choice.left++;
      choice.assumes.push(...changedClauses(space, values2, written2));
      if (readable2.length > 0) return;
      for (const side of sides2) {
        choice.assumes.push({ text: common3.presenceIn(side, each.name), value: reads(common3, values2, each, side) });
      }
    });
    if (choice.left < best.left) best = choice;
    if (best.left === 0) break;
  }
  return best;
}
function changedClauses(space, values2, { name, value }) {
  const changed = new Map(values2).set(name, value);
  return [...space.opaque].flatMap(([text2, dimension]) => {
    const state = dimension.cellOf(values2);
    return dimension.cellOf(changed) === state ? [] : [{ text: text2, value: [false, true][state] ?? null }];
  });
}
function candidatesFor(space, common3, values2, differing) {
  const { name, declared, joint } = differing;
  if (joint === null) {
    return sides2.flatMap((side) => {
      const value2 = values2.get(common3.nameIn(side, name));
      return value2 === void 0 ? [] : [{ name, signal: declared[side], value: value2 }];
    });
  }
  const value = values2.get(name);
  const axes = space.signals.get(name);
  if (value === void 0) return [];
  const { signal } = joint;
  const others2 = [];
  if (axes !== void 0 && !isList(axes)) {
    const state = axes.dimension.cellOf(values2);
    const meaning = state < 0 ? null : axes.meaning(state);
    if (meaning?.kind === "interval") others2.push(...numbersIn2(meaning.interval, declared, signal));
  }
  return [value, ...others2].map((each) => ({ name, signal, value: each }));
}
function reads(common3, values2, { name, joint }, side) {
  const own2 = common3.nameIn(side, name);
  const view = common3.views.get(own2);
  if (joint === null || view === void 0) return values2.has(own2);
  return values2.has(name) && evaluate(view.readable, values2) === "true";
}
function isRead(space, common3, values2, differing, { name, signal, value }, observed, at) {
  const input = inputOf(/* @__PURE__ */ new Map([[name, signal]]), /* @__PURE__ */ new Map([[name, value]]), at, observed);
  return sides2.every((side) => {
    const own2 = common3.nameIn(side, name);
    const reading = signalReader(name, differing.declared[side])(input, at);
    const named = space.signals.has(differing.joint === null ? own2 : name);
    if (!named) return true;
    if ("value" in reading !== reads(common3, values2, differing, side)) return false;
    const wanted = values2.get(own2);
    return differing.joint !== null || wanted === void 0 || !("value" in reading) || inOneCell(space, own2, wanted, reading.value);
  });
}
function inOneCell(space, name, a, b) {
  const axes = space.signals.get(name);
  if (axes === void 0) return true;
  return dimensionsOf(axes).every((each) => each.cellOf(/* @__PURE__ */ new Map([[name, a]])) === each.cellOf(/* @__PURE__ */ new Map([[name, b]])));
}
var mostTimes = 200;
function timesOfObservation(differing, at) {
  const limits3 = /* @__PURE__ */ new Map();
  for (const { declared } of differing) {
    for (const side of sides2) {
      const { observedAt } = declared[side];
      const limit = oldest(declared[side]);
      if (observedAt !== void 0 && Number.isFinite(limit)) {
        limits3.set(observedAt, (limits3.get(observedAt) ?? /* @__PURE__ */ new Set()).add(limit));
      }
    }
  }
  let all2 = [/* @__PURE__ */ new Map()];
  for (const [path2, older] of limits3) {
    const ages = [0, ...[...older].sort((a, b) => a - b).map((limit) => limit + 1e3)];
    all2 = all2.flatMap((each) => ages.map((age2) => new Map(each).set(path2, at - age2))).slice(0, mostTimes);
  }
  return all2;
}

// engine/diff/found-regions.ts
var mostBoxes3 = { few: 16, many: 4 };
var manyRegions = 64;
function* findRegions(versions, inquiry) {
  const { periods } = versions.ground;
  const regions2 = [];
  const latest = /* @__PURE__ */ new Map();
  let complete = true;
  for (const [number, period2] of periods.entries()) {
    for (const pair of differingPairs(versions, period2)) {
      yield number / periods.length;
      const name = `${pair.old.place} ${pair.next.place}`;
      const found = regionOf(
        versions,
        inquiry,
        pair,
        latest.get(name),
        regions2.length < manyRegions ? mostBoxes3.few : mostBoxes3.many
      );
      if (found === "unknown") complete = false;
      if (found === null || found === "unknown" || found === latest.get(name)) continue;
      latest.set(name, found);
      regions2.push(found);
    }
  }
  return { regions: regions2, complete };
}
function regionOf(versions, inquiry, pair, before2, most) {
  const { from, until } = pair.period;
  const answer = inquiry.ask(pair.region, pair.outside, pair.period);
  if (answer === null) return null;
  if (answer === "undecided") return "unknown";
  if (before2?.boxes && before2.until === from && isCover(inquiry, pair, before2.boxes)) {
    before2.until = until;
    return before2;
  }
  const witness = witnessFor(versions, pair, answer);
  if (witness === null) return "unknown";
  return { pair, from, until, boxes: coverOf(inquiry, pair, answer, most), witness };
}

// engine/analysis/cover.ts
function* everyPoint(box, dimensions) {
  const [dimension, ...rest2] = dimensions;
  if (dimension === void 0) {
    yield box;
    return;
  }
  for (const state of statesOf(box, dimension)) yield* everyPoint(atState(box, dimension, state), rest2);
}
function* somePoints(box, dimensions, count) {
  const counts = dimensions.map((dimension) => statesIn(box, dimension));
  let seed = 1;
  const next = (below) => {
    seed = seed * 48271 % 2147483647;
    return seed % below;
  };
  for (let i = 0; i < count; i++) {
    const point = box.slice();
    dimensions.forEach((dimension, at) => {
      setState(point, dimension, nthState(box, dimension, next(counts[at] ?? 1)));
    });
    yield point;
  }
}

// engine/diff/shares.ts
var mostCombinations2 = 2048;
function sharesOf(ground, regions2) {
  const { layout } = ground.space;
  const total2 = layout.dimensions.reduce((product, dimension) => product * statesIn(layout.whole, dimension), 1);
  const exact = total2 <= mostCombinations2;
  const laws = lawsOf(ground);
  const counts = regions2.map(() => 0);
  let counted = 0;
  const points = exact ? everyPoint(layout.whole, layout.dimensions) : somePoints(layout.whole, layout.dimensions, mostCombinations2);
  for (const point of points) {
    if (!isEmpty(meeting(ground, point, laws))) continue;
    counted++;
    regions2.forEach(({ pair }, at) => {
      if (!pair.region.some((box) => within(layout, point, box))) return;
      if (isEmpty(meeting(ground, point, pair.outside))) counts[at] = (counts[at] ?? 0) + 1;
    });
  }
  return { values: counts.map((count) => count / Math.max(1, counted)), exact };
}

// engine/diff/own-thresholds.ts
function withOwnThresholds({ thresholds }, other) {
  const changed = new Map(
    [...thresholds].filter(([name, { value }]) => other.thresholds.get(name)?.value !== value).map(([name, threshold]) => [name, literalOf(threshold)])
  );
  return changed.size === 0 ? (condition) => condition : (condition) => settled(condition, changed);
}
function literalOf({ value, format }) {
  const text2 = JSON.stringify(value);
  if (typeof value !== "string" || format === void 0) return text2;
  return format === "duration" ? `duration(${text2})` : `timestamp(${text2})`;
}
function settled(condition, values2) {
  const inside = (each) => settled(each, values2);
  switch (condition.kind) {
    case "all":
    case "any":
      return { ...condition, operands: condition.operands.map(inside) };
    case "not":
      return { ...condition, operand: inside(condition.operand) };
    case "if": {
      const { test, then: then2, otherwise } = condition;
      return { ...condition, test: inside(test), then: inside(then2), otherwise: inside(otherwise) };
    }
    case "clause": {
      if (!condition.thresholds.some((name) => values2.has(name))) return condition;
      const { standardForm: standardForm2, text: text2 } = condition;
      return { ...condition, standardForm: withValues(standardForm2, values2), text: withValues(text2, values2) };
    }
    case "constant":
    case "broken":
      return condition;
  }
}
function withValues(text2, values2) {
  return text2.replace(/\bthresholds\.([\w.]+)/g, (whole, path2) => {
    for (let name = path2; name !== ""; name = name.slice(0, Math.max(0, name.lastIndexOf(".")))) {
      const value = values2.get(name);
      if (value !== void 0) return value + path2.slice(name.length);
    }
    return whole;
  });
}
function thresholdsOf(conditions, { thresholds }) {
  const names = new Set(conditions.flatMap(clausesOf).flatMap((clause) => clause.thresholds));
  return [...names].map((name) => [name, thresholds.get(name)?.value ?? null]);
}

// engine/diff/common-assumptions.ts
var mostPairs = 64;
function commonAssumptions(before2, after, signals) {
  const old = assumed(before2, after, "before", signals);
  const next = assumed(after, before2, "after", signals);
  const known = new Set(old.map(({ text: text2 }) => text2));
  const same2 = next.filter(({ text: text2 }) => known.has(text2));
  const shared = new Set(same2.map(({ text: text2 }) => text2));
  const [oldOnly, nextOnly] = [old, next].map((each) => each.filter(({ text: text2 }) => !shared.has(text2)));
  const pairs = oldOnly.length * nextOnly.length > mostPairs ? [] : oldOnly.flatMap((a) => nextOnly.map((b) => ruledOutByBoth(a, b)));
  return [...same2.map(({ when, holds: holds3 }) => ({ when, holds: holds3 })), ...pairs];
}
function assumed(of, other, side, signals) {
  const own2 = withOwnThresholds(of.declarations, other.declarations);
  return of.assumptions.map(({ when, holds: holds3 }, index) => {
    const written2 = of.ruleSet.assumptions?.[index];
    const differs = [when, holds3].flatMap(clausesOf).some((each) => each.signals.some((name) => signals.differing.has(name)));
    const text2 = [written2?.when ?? true, written2?.holds, thresholdsOf([when, holds3], of.declarations)];
    return {
      text: JSON.stringify(differs ? [side, ...text2] : text2),
      when: signals.read(side, own2(when)),
      holds: signals.read(side, own2(holds3))
    };
  });
}
function ruledOutByBoth(a, b) {
  const { span: span2 } = a.holds;
  const broken = { kind: "not", operand: a.holds, text: "not", span: span2 };
  return { when: { kind: "all", operands: [a.when, broken, b.when], text: "all", span: span2 }, holds: b.holds };
}

// engine/diff/versions.ts
function layVersions(before2, after, now2) {
  const signals = commonSignals(before2.declarations.signals, after.declarations.signals);
  const earlier = inCommon(before2, after, "before", signals);
  const later = inCommon(after, before2, "after", signals);
  const known = /* @__PURE__ */ new Map();
  earlier.forEach(({ meaning }, position) => {
    const positions2 = known.get(meaning);
    if (positions2 === void 0) known.set(meaning, [position]);
    else positions2.push(position);
  });
  const rules2 = earlier.map(({ rule }) => rule);
  const positions = later.map(({ rule, meaning }) => known.get(meaning)?.shift() ?? rules2.push(rule) - 1);
  const subject2 = {
    ...after,
    declarations: { ...after.declarations, signals: signals.signals },
    hitPolicy: "first",
    rules: rules2,
    assumptions: commonAssumptions(before2, after, signals),
    invariants: []
  };
  const ground = layGround(subject2, now2, signals);
  const version = (chosen2, written2, { default: otherwise }) => ({
    rules: chosen2.flatMap((position) => ground.rules[position] ?? []),
    written: written2,
    places: new Map(chosen2.map((position, place3) => [position, place3])),
    counterparts: /* @__PURE__ */ new Map(),
    default: otherwise ?? { decide: "pause" }
  });
  const old = version(
    [...earlier.keys()],
    earlier.map(({ rule }) => rule),
    before2
  );
  const next = version(
    positions,
    later.map(({ rule }) => rule),
    after
  );
  return {
    ground,
    signals,
    before: { ...old, counterparts: counterparts(old, next) },
    after: { ...next, counterparts: counterparts(next, old) }
  };
}
function counterparts(of, other) {
  const byName = /* @__PURE__ */ new Map();
  other.written.forEach(({ ref: { id, version } }, place3) => {
    const rule = other.rules[place3];
    if (rule === void 0 || of.places.has(rule.position)) return;
    byName.set(`${id}@${version}`, rule);
    byName.set(id, rule);
  });
  return new Map(
    of.written.flatMap(({ ref: { id, version } }, place3) => {
      const rule = of.rules[place3];
      const form = byName.get(`${id}@${version}`) ?? byName.get(id);
      return rule === void 0 || form === void 0 || other.places.has(rule.position) ? [] : [[rule.position, form]];
    })
  );
}
function inCommon(of, other, side, signals) {
  const own2 = withOwnThresholds(of.declarations, other.declarations);
  return inDecidingOrder(of).map((rule) => {
    const { condition, onUnknown, from, until } = rule;
    const differs = signals.differing.size > 0 && clausesOf(condition).some((each) => each.signals.some((name) => signals.differing.has(name)));
    const meaning = [
      rule.rule.when,
      thresholdsOf([condition], of.declarations),
      onUnknown,
      outcomeKey(rule.rule),
      from,
      until
    ];
    return {
      rule: { ...rule, condition: signals.read(side, own2(condition)) },
      meaning: JSON.stringify(differs ? [side, ...meaning] : meaning)
    };
  });
}

// engine/diff/semantic-diff.ts
function semanticDiff(before2, after, options) {
  const steps = semanticDiffing(before2, after, options);
  for (; ; ) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
function* semanticDiffing(before2, after, { now: now2, limit }) {
  const versions = layVersions(before2, after, now2);
  yield 0.2;
  const inquiry = createInquiry(versions.ground, limit);
  const steps = findRegions(versions, inquiry);
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) yield 0.2 + 0.6 * step.value;
  const { regions: found, complete } = step.value;
  const write = conditionWriter(inquiry, thresholdNames(before2, after));
  const shares = sharesOf(versions.ground, found);
  const regions2 = [];
  for (const [at, each] of found.entries()) {
    regions2.push(toRegion(write, each, { value: shares.values[at] ?? 0, exact: shares.exact }));
    yield 0.8 + 0.2 * at / found.length;
  }
  regions2.sort(inOrder);
  const consequences = consequencesOf(before2, after, regions2);
  return {
    equivalent: complete && regions2.length === 0,
    class: gravest([...regions2, ...consequences]),
    regions: regions2,
    complete,
    share: { value: regions2.reduce((sum, { share }) => sum + share.value, 0), exact: shares.exact },
    ...ruleChanges(before2.ruleSet, after.ruleSet),
    consequences
  };
}
function toRegion(write, { pair, from, until, boxes, witness }, share) {
  const [before2, after] = [deciderOf(pair.old), deciderOf(pair.next)];
  const condition = write(pair, boxes);
  return {
    id: digest([before2, after, condition, Number.isFinite(from) ? from : null]).slice(0, 12),
    before: before2,
    after,
    class: classOf(before2, after),
    condition,
    from,
    until,
    witness,
    share
  };
}
function deciderOf({ written: written2, outcome: { decide, to, payload } }) {
  return {
    rule: written2?.ref ?? null,
    outcome: { decide, ...to === void 0 ? {} : { to }, ...payload === void 0 ? {} : { payload } }
  };
}
function classOf({ outcome: before2 }, { outcome: after }) {
  const more = oversight(after.decide) - oversight(before2.decide);
  if (more === 0) return "rerouted";
  return more > 0 ? "tightened" : "loosened";
}
var byGravity = ["loosened", "rerouted", "tightened"];
function gravest(changes) {
  return byGravity.find((kind) => changes.some((each) => each.class === kind)) ?? "equivalent";
}
function inOrder(a, b) {
  return byGravity.indexOf(a.class) - byGravity.indexOf(b.class) || b.share.value - a.share.value || (a.id < b.id ? -1 : 1);
}

// bench/fresh-process.ts
import { spawn } from "node:child_process";
import { readFileSync, rmSync, writeFileSync, mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
var cellProgram = path.resolve("out/scripts/bench-cell.mjs");
async function inFreshProcess(part, request, limit) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "handrail-bench-"));
  const answer = path.join(folder, "answer.json");
  try {
    const child = spawn(process.execPath, [cellProgram, part, JSON.stringify(request), answer], {
      stdio: ["ignore", "ignore", "pipe"]
    });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text2) => said = (said + text2).slice(-4e3));
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill("SIGKILL");
    }, limit);
    const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
    clearTimeout(timer);
    if (late) return { failed: `not done after ${Math.round(limit / 1e3)} s` };
    if (code !== 0) return { failed: said.trim().split("\n").slice(-1)[0]?.slice(0, 200) ?? `ended with ${code}` };
    return { ok: JSON.parse(readFileSync(answer, "utf8")) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// bench/generate/random-numbers.ts
function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = state + 1831565813 >>> 0;
    let mixed = Math.imul(state ^ state >>> 15, state | 1);
    mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61);
    return ((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32;
  };
}

// bench/generate/random-boxes.ts
var letters = ["a", "b", "c", "d", "e", "f"];
var decisions2 = [
  { decide: "continue" },
  { decide: "pause" },
  { decide: "route", to: "supervisor" },
  { decide: "escalate", to: "desk" },
  { decide: "stop" }
];
function randomBoxes(count, { signals: number, conditions, required }, seed = 1) {
  const random2 = randomNumbers(seed);
  const below = (limit) => Math.floor(random2() * limit);
  const promised = required ? { required: true } : {};
  const signals = {};
  for (let index = 0; index < number; index++) {
    signals[`s${index}`] = index < number / 2 ? { type: "number", minimum: 0, maximum: 1, ...promised } : { type: "string", enum: letters, ...promised };
  }
  const rules2 = Array.from({ length: count }, (_, index) => {
    const names = Object.keys(signals);
    const when = Array.from({ length: conditions }, () => {
      const [name = ""] = names.splice(below(names.length), 1);
      if (signals[name]?.type !== "number") return `${name} == "${letters[below(letters.length)] ?? ""}"`;
      const low = below(80) / 100;
      const high = Math.min(100, Math.round(low * 100) + 10 + below(40)) / 100;
      return `${name} >= ${low} && ${name} < ${high}`;
    }).join(" && ");
    return { id: `rule-${index}`, when, ...decisions2[below(decisions2.length)] ?? { decide: "pause" } };
  });
  return {
    escalation: 1,
    name: "random-boxes",
    version: "1.0.0",
    signals,
    targets: { desk: { kind: "human" }, supervisor: { kind: "agent" } },
    rules: rules2,
    default: { decide: "pause" }
  };
}

// bench/generate/rule-set-text.ts
var intents = ["refund", "billing", "cancellation", "delivery", "complaint", "account", "fraud", "other"];
var tiers = ["free", "pro", "business", "enterprise"];
var regions = ["eu", "uk", "us", "apac", "latam"];
var channels = ["chat", "email", "phone", "social"];
var flags = ["legal", "pii", "abuse", "self_harm", "chargeback", "press"];
var targets = ["front-desk", "senior-desk", "fraud-desk", "legal-desk"];
var head = `# Generated: as many rules as a large support team collects in some years.
escalation: 1
name: generated-support
version: 1.0.0
description: Who takes over from the support agent, and when.
hitPolicy: first
onUnknown: safe

signals:
  confidence: { type: number, minimum: 0, maximum: 1, description: Calibrated answer confidence }
  amount: { type: number, minimum: 0, maximum: 100000, unit: USD }
  sentiment: { type: number, minimum: -1, maximum: 1 }
  failed_attempts: { type: integer, minimum: 0, maximum: 20 }
  waiting: { type: string, format: duration }
  intent: { type: string, enum: [${intents.join(", ")}], required: true }
  region: { type: string, enum: [${regions.join(", ")}], required: true }
  channel: { type: string, enum: [${channels.join(", ")}] }
  customer.tier: { type: string, enum: [${tiers.join(", ")}] }
  customer.verified: { type: boolean }
  customer.open_cases: { type: integer, minimum: 0, maximum: 50 }
  policy_flags: { type: array, items: { type: string, enum: [${flags.join(", ")}] }, uniqueItems: true }

thresholds:
  min_confidence: { value: 0.7, minimum: 0.5, maximum: 0.95, description: Below this a person decides }
  large_amount: { value: 4000, minimum: 100, maximum: 50000, unit: USD }
  angry: -0.6

targets:
${targets.map((name) => `  ${name}: { kind: human, acknowledgeWithin: 15m, onTimeout: ${name === "front-desk" ? "pause" : "front-desk"} }`).join("\n")}
  specialist: { kind: agent, onTimeout: front-desk }

rules:
`;
var tail = `
default: { decide: pause, reason: No rule covers this case. }
`;
function ruleSetText(rules2, seed = 1) {
  const random2 = randomNumbers(seed);
  const starts = [];
  let text2 = head;
  for (let index = 0; index < rules2; index++) {
    starts.push(text2.length + 2);
    text2 += ruleText(index, random2);
  }
  return { text: text2 + tail, ruleStart: (index) => starts[index] ?? text2.length };
}
function ruleText(index, random2 = randomNumbers(index)) {
  const one = (of) => of[Math.floor(random2() * of.length)];
  const number = (from, until, digits = 0) => (from + random2() * (until - from)).toFixed(digits);
  const intent = one(intents);
  const clauses = [
    () => `amount > ${number(10, 5e4)}`,
    () => "amount >= thresholds.large_amount",
    () => `confidence < ${number(0.3, 0.95, 2)}`,
    () => "confidence < thresholds.min_confidence",
    () => "sentiment <= thresholds.angry",
    () => `failed_attempts >= ${number(1, 10)}`,
    () => `waiting > duration("${number(1, 120)}m")`,
    () => `channel != "${one(channels)}"`,
    () => `customer.tier == "${one(tiers)}"`,
    () => "!customer.verified",
    () => `customer.open_cases > ${number(1, 30)}`
  ];
  const when = [`intent == "${intent}"`, `region == "${one(regions)}"`];
  for (let more = 1 + Math.floor(random2() * 3); more > 0; more--) {
    const [clause] = clauses.splice(Math.floor(random2() * clauses.length), 1);
    if (clause !== void 0) when.push(clause());
  }
  const person = random2() < 0.8;
  return [
    `  - id: ${intent}-${index}`,
    `    title: ${intent[0]?.toUpperCase() ?? ""}${intent.slice(1)} case ${index} for the ${one(regions)} team`,
    `    when: ${when.join(" && ")}`,
    `    decide: ${person ? "escalate" : "route"}`,
    `    to: ${person ? one(targets) : "specialist"}`,
    `    reason: "${intent} of {{ amount }} USD, attempt {{ failed_attempts }}"`,
    `    tags: [${one(flags)}, ${one(channels)}]`,
    ""
  ].join("\n").concat("\n");
}

// bench/measure.ts
function median(values2) {
  const sorted = [...values2].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

// bench/table.ts
function milliseconds(time) {
  return time >= 9.95 ? `${Math.round(time)} ms` : `${time.toFixed(1)} ms`;
}

// bench/diff/part.ts
var workloads = [
  { title: "1,000, a copy", rules: 1e3, edit: "copy" },
  { title: "1,000, one number", rules: 1e3, edit: "number" },
  { title: "1,000, 20 edits", rules: 1e3, edit: "twenty" },
  { title: "1,000, 50 edits", rules: 1e3, edit: "fifty" },
  { title: "1,000, a threshold", rules: 1e3, edit: "threshold" },
  { title: "1,000, 20 rules moved", rules: 1e3, edit: "moved" },
  { title: "1,000, a signal's range", rules: 1e3, edit: "range" },
  { title: "1,000, hit policy", rules: 1e3, edit: "hitPolicy" },
  { title: "5,000, 20 edits", rules: 5e3, edit: "twenty" },
  { title: "1,000 random boxes, 20 edits", rules: 1e3, random: true, edit: "twenty" },
  { title: "1,000 random boxes, 20 rules moved", rules: 1e3, random: true, edit: "moved" }
];
var edits = {
  copy: (before2) => structuredClone(before2),
  number: (before2) => withRules(before2, edited(before2.rules, 1)),
  twenty: (before2) => withRules(before2, edited(before2.rules, 20)),
  fifty: (before2) => withRules(before2, edited(before2.rules, 50)),
  threshold: (before2) => ({ ...before2, thresholds: { ...before2.thresholds, min_confidence: 0.75 } }),
  moved: (before2) => withRules(before2, moved(before2.rules, 20)),
  range: (before2) => ({
    ...before2,
    signals: { ...before2.signals, amount: { type: "number", minimum: 0, maximum: 4e4 } }
  }),
  hitPolicy: (before2) => ({ ...before2, hitPolicy: "priority" })
};
var now = Date.UTC(2026, 0, 15);
var diffing = {
  name: "diff",
  does: "the exact difference of two versions of a rule set, by what was changed",
  cell: (request) => Promise.resolve(measure(request)),
  async run({ quick, progress: progress2 }) {
    const rows = [];
    const notes = [];
    for (const workload of workloads) {
      const result = await inFreshProcess("diff", { workload, quick }, 3e5);
      if ("failed" in result) {
        notes.push(`${workload.title}: ${result.failed}`);
        rows.push({ name: workload.title, cells: Array.from({ length: 5 }, () => "failed") });
        continue;
      }
      const { first, again, regions: regions2, complete, longest: longest2, longestStep } = result.ok;
      if (!complete) notes.push(`${workload.title}: the work limit left some pairs of rules open.`);
      const cells = [
        milliseconds(first),
        milliseconds(again),
        milliseconds(longestStep),
        String(regions2),
        String(longest2)
      ];
      rows.push({ name: workload.title, cells });
      progress2(`${workload.title}: ${cells.join(", ")}`);
    }
    return {
      title: "Semantic diff",
      about: "All inputs whose outcome differs between two versions, as regions with a condition and a witness each; where there are none, that is proved. Processor time, conditions already checked. \u201CFirst\u201D: in a fresh process. \u201CAgain\u201D: the median of several. \u201CLongest step\u201D: how long a server that compares in slices is busy at a time. \u201CLongest condition\u201D is in characters.",
      columns: ["rules and change", "first", "again", "longest step", "regions", "longest condition"],
      rows,
      notes
    };
  }
};
function measure({ workload: { rules: rules2, random: random2, edit: edit2 }, quick }) {
  const before2 = random2 === true ? randomBoxes(rules2, { signals: 12, conditions: 3, required: true }) : parse3(ruleSetText(rules2).text);
  const [old, next] = [subjectOf(before2), subjectOf(edits[edit2](before2))];
  let diff;
  const run = () => processorTime(() => diff = semanticDiff(old, next, { now }));
  const first = run();
  const again = median(Array.from({ length: quick || first > 2e3 ? 2 : 7 }, run));
  const regions2 = diff?.regions ?? [];
  return {
    first,
    again,
    longestStep: 0,
    regions: regions2.length,
    share: diff?.share.value ?? 0,
    complete: diff?.complete ?? false,
    longest: Math.max(0, ...regions2.map(({ condition }) => condition.length))
  };
}
function subjectOf(ruleSet) {
  return analysisSubject(ruleSet, createExpressionChecker(declarationsOf(ruleSet)));
}
function withRules(before2, rules2) {
  return { ...before2, rules: rules2 };
}
function edited(rules2, count) {
  const result = [...rules2];
  for (let edit2 = 0; edit2 < count; edit2++) {
    const at = (edit2 * 379 + 41) % result.length;
    const rule = result[at];
    if (rule === void 0) continue;
    if (edit2 % 4 === 3) result.splice(at, 1);
    else if (edit2 % 5 === 4) result[at] = { ...rule, decide: "stop" };
    else result[at] = { ...rule, when: otherNumber(rule.when, edit2) };
  }
  return result;
}
function otherNumber(when, edit2) {
  const text2 = JSON.stringify(when);
  const changed = text2.replace(/([<>]=? )(\d+(?:\.\d+)?)/, (_, operator, number) => {
    const value = Number(number);
    return operator + String(value > 1 ? value + 1 + edit2 : Math.round((1 - value) * 97) / 100);
  });
  return JSON.parse(changed);
}
function moved(rules2, count) {
  const result = [...rules2];
  for (let move = 0; move < count; move++) {
    const [rule] = result.splice((move * 379 + 600) % result.length, 1);
    if (rule !== void 0) result.splice(move * 131 % result.length, 0, rule);
  }
  return result;
}
function processorTime(work) {
  const started = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1e3;
}

// zz-prof.ts
var edit = process.argv[2];
var random = process.argv[3] === "r";
var rules = Number(process.argv[4] ?? 1e3);
var r = await diffing.cell({ workload: { title: "x", rules, ...random ? { random: true } : {}, edit }, quick: true });
console.log(edit, JSON.stringify(r));
