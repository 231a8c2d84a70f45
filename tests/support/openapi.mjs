// Judges answers by openapi.yaml: is this status documented for this operation, are the headers there, does the
// body fit its schema?
import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { root } from './server.mjs';

export const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

// A copy of the document whose references to components carry the names under which ajv knows them.
function renamedReferences(node) {
  if (Array.isArray(node)) return node.map(renamedReferences);
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string'
        ? value.replace('#/components/schemas/', 'schema:')
        : renamedReferences(value),
    ]),
  );
}

export class ContractError extends Error {}

export class Contract {
  /** @param {object} document an OpenAPI 3.1 document */
  constructor(document) {
    this.document = document;
    // strictTypes and strictRequired forbid splitting a schema over allOf, which the problem schemas do.
    this.ajv = new Ajv2020({
      allErrors: true,
      strict: true,
      strictTypes: false,
      strictRequired: false,
      validateFormats: true,
    });
    addFormats(this.ajv);
    // Each component is a schema of its own for ajv, which would take the whole document for one schema otherwise.
    this.schemas = renamedReferences(document);
    for (const [name, schema] of Object.entries(this.schemas.components.schemas))
      this.ajv.addSchema(schema, `schema:${name}`);
    this.validators = new Map();
    this.templates = Object.keys(document.paths).map((template) => ({
      template,
      pattern: new RegExp(
        `^${template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}$`,
      ),
      fixed: template.split('/').filter((segment) => !segment.startsWith('{')).length,
    }));
    // /users/me before /users/{username}: of several matches the one with the most fixed segments.
    this.templates.sort((a, b) => b.fixed - a.fixed);
  }

  /** Every operation of the document as {method, template, pointer, operation}. */
  operations() {
    return Object.entries(this.document.paths).flatMap(([template, item]) =>
      METHODS.filter((method) => item[method]).map((method) => ({
        method,
        template,
        pointer: ['paths', template, method],
        operation: item[method],
      })),
    );
  }

  /** Follows a $ref; answers {value, pointer} so that schemas inside can be compiled by their place. */
  resolve(value, pointer) {
    if (!value?.$ref) return { value, pointer };
    const path = value.$ref
      .replace(/^#\//, '')
      .split('/')
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    const target = path.reduce((node, part) => node?.[part], this.document);
    if (target === undefined) throw new ContractError(`openapi.yaml: nothing at ${path.join('/')}`);
    return this.resolve(target, path);
  }

  /** The compiled schema at that place of the document. */
  validator(pointer) {
    const key = JSON.stringify(pointer);
    let validate = this.validators.get(key);
    if (!validate) {
      validate = this.ajv.compile(pointer.reduce((node, part) => node[part], this.schemas));
      this.validators.set(key, validate);
    }
    return validate;
  }

  /** The errors of a value against the schema at that place: empty when it fits. */
  errors(pointer, value) {
    const validate = this.validator(pointer);
    return validate(value) ? [] : validate.errors;
  }

  /** {template, methods, operation, pointer} for a path; operation is undefined when the method has none. */
  find(method, path) {
    const match = this.templates.find(({ pattern }) => pattern.test(path));
    if (!match) return {};
    const item = this.document.paths[match.template];
    const wanted = method.toLowerCase() === 'head' ? 'get' : method.toLowerCase();
    return {
      template: match.template,
      item,
      operation: item[wanted],
      pointer: ['paths', match.template, wanted],
      methods: METHODS.filter((name) => item[name]),
    };
  }

  /**
   * Throws a ContractError that names all faults of an answer.
   * @param {{method: string, path: string, query?: string[], json?: unknown}} request path without its query; names of the query's parameters
   * @param {{status: number, headers: Record<string, string>, text: Buffer}} answer
   */
  check(request, answer) {
    const faults = [];
    const found = this.find(request.method, request.path);
    const body = this.checkEnvelope(request, found, answer, faults);
    if (request.method === 'OPTIONS') {
      this.checkOptions(found, answer, faults);
    } else if (!found.operation) {
      this.checkUndocumented(found, answer, body, faults);
    } else {
      this.checkOperation(request, found, answer, body, faults);
    }
    if (faults.length) {
      throw new ContractError(
        [
          `${request.method} ${request.path} answered ${answer.status}, against openapi.yaml:`,
          ...faults.map((fault) => `  - ${fault}`),
          `  body: ${answer.text.toString('utf8').slice(0, 1500)}`,
        ].join('\n'),
      );
    }
  }

  // What holds for every answer, whatever the operation. Answers the parsed JSON, if it is any.
  checkEnvelope(request, found, { status, headers, text }, faults) {
    if (!headers['x-request-id']) faults.push('X-Request-Id is missing');
    const type = (headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
    const isHead = request.method === 'HEAD';
    if ((isHead || status === 204 || status === 304) && text.length)
      faults.push('there is a body where none may be');
    if (status === 204 && headers['content-length'] !== undefined) faults.push('Content-Length with 204');
    if (status >= 400 && type !== 'application/problem+json' && !this.isPage(found, status))
      faults.push(`the content type of a problem is ${type || 'missing'}`);
    if (isHead || !/^application\/(problem\+)?json$/.test(type)) return undefined;
    let body;
    try {
      body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
    } catch (error) {
      faults.push(`the body is no JSON: ${error.message}`);
      return undefined;
    }
    if (status >= 400 && body && typeof body === 'object') {
      if (body.status !== status) faults.push(`the problem's status is ${body.status}`);
      if (body.type !== `/problems/${body.code}`)
        faults.push(`the problem's type ${body.type} does not fit its code ${body.code}`);
      if (body.request_id !== headers['x-request-id']) faults.push('request_id differs from X-Request-Id');
    }
    return body;
  }

  /** Whether that refusal is a page for browsers instead of a problem document. */
  isPage({ operation }, status) {
    const response = operation?.responses[status] ?? operation?.responses.default;
    return Boolean(response && this.resolve(response, []).value.content?.['text/html']);
  }

  checkOptions(found, { status, headers }, faults) {
    if (status === 404 && !found.methods) return;
    if (status !== 204) faults.push('OPTIONS answers 204');
    if (!headers.allow) faults.push('OPTIONS tells Allow');
    if (found.methods && headers.allow) {
      const told = headers.allow
        .split(',')
        .map((name) => name.trim())
        .sort();
      const wanted = this.allowed(found);
      if (told.join() !== wanted.join())
        faults.push(`Allow is ${told.join(', ')}, documented are ${wanted.join(', ')}`);
    }
  }

  allowed(found) {
    const names = found.methods.map((name) => name.toUpperCase());
    if (names.includes('GET')) names.push('HEAD');
    return [...names, 'OPTIONS'].sort();
  }

  // A path or method the document does not know may only be refused.
  checkUndocumented(found, { status, headers }, body, faults) {
    if (status < 400) return faults.push('the operation is not documented');
    const wanted = found.methods ? 405 : 404;
    if (status === 405 && !headers.allow) faults.push('405 without Allow');
    if (status === 405 && found.methods && headers.allow) {
      const told = headers.allow
        .split(',')
        .map((name) => name.trim())
        .sort();
      if (told.join() !== this.allowed(found).join())
        faults.push(`Allow is ${told.join(', ')}, documented are ${this.allowed(found).join(', ')}`);
    }
    if (status !== wanted)
      this.checkResponse(['components', 'responses', 'AnyProblem'], status, headers, body, faults);
    else if (body !== undefined) this.checkBody(['components', 'schemas', 'Problem'], body, faults);
  }

  checkOperation(request, { item, operation, pointer, template }, { status, headers, text }, body, faults) {
    const key = operation.responses[status] ? String(status) : 'default';
    if (!operation.responses[key]) return faults.push(`the status ${status} is not documented`);
    const isHead = request.method === 'HEAD';
    this.checkResponse([...pointer, 'responses', key], status, headers, isHead ? undefined : body, faults, {
      isHead,
      text,
    });
    if (status >= 200 && status < 300)
      this.checkAccepted(request, { item, operation, pointer, template }, faults);
  }

  // What the server accepts must be documented too: a body or a parameter that the document refuses is a hole in either.
  checkAccepted(request, { item, operation, pointer, template }, faults) {
    const parameters = [
      ...(item.parameters ?? []).map((value, index) =>
        this.resolve(value, ['paths', template, 'parameters', String(index)]),
      ),
      ...(operation.parameters ?? []).map((value, index) =>
        this.resolve(value, [...pointer, 'parameters', String(index)]),
      ),
    ];
    const known = new Set(
      parameters.filter(({ value }) => value.in === 'query').map(({ value }) => value.name),
    );
    // A parameter that is an object stands for any name.
    const any = parameters.some(({ value }) => value.in === 'query' && value.schema.type === 'object');
    for (const name of any ? [] : (request.query ?? [])) {
      if (!known.has(name)) faults.push(`the query parameter ${name} was accepted but is not documented`);
    }
    if (request.json === undefined) return;
    if (!operation.requestBody) return faults.push('a body was accepted but none is documented');
    const requestBody = this.resolve(operation.requestBody, [...pointer, 'requestBody']);
    if (!requestBody.value.content['application/json'])
      return faults.push('a JSON body was accepted but none is documented');
    const errors = this.errors(
      [...requestBody.pointer, 'content', 'application/json', 'schema'],
      request.json,
    );
    for (const error of errors)
      faults.push(
        `the request was accepted though ${error.instancePath || '/'} ${error.message} ${JSON.stringify(error.params)}`,
      );
  }

  checkResponse(place, status, headers, body, faults, { isHead = false, text } = {}) {
    const raw = place.reduce((node, part) => node?.[part], this.document);
    if (raw === undefined) return faults.push(`openapi.yaml has nothing at ${place.join('/')}`);
    const { value: response, pointer } = this.resolve(raw, place);
    for (const [name, entry] of Object.entries(response.headers ?? {})) {
      const header = this.resolve(entry, [...pointer, 'headers', name]);
      const given = headers[name.toLowerCase()];
      if (given === undefined) {
        if (header.value.required) faults.push(`the header ${name} is missing`);
        continue;
      }
      const isNumber = header.value.schema?.type === 'integer' && /^-?\d+$/.test(given);
      for (const error of this.errors([...header.pointer, 'schema'], isNumber ? Number(given) : given)) {
        faults.push(`the header ${name}: ${given} ${error.message}`);
      }
    }
    if (isHead || status === 304) return;
    const type = (headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
    if (!response.content) {
      if (text?.length) faults.push('a body came where none is documented');
      return;
    }
    if (!response.content[type]) return faults.push(`the content type ${type || '(none)'} is not documented`);
    if (body !== undefined) this.checkBody([...pointer, 'content', type, 'schema'], body, faults);
  }

  checkBody(pointer, body, faults) {
    for (const error of this.errors(pointer, body)) {
      faults.push(`${error.instancePath || '/'} ${error.message} ${JSON.stringify(error.params)}`);
    }
  }
}

let shared;
/** The project's own document, parsed once a process. */
export function contract() {
  shared ??= new Contract(parse(readFileSync(`${root}openapi.yaml`, 'utf8')));
  return shared;
}
