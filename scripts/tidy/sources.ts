import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

export interface Import {
  readonly specifier: string;
  /** Path from the root for a relative import, else undefined. */
  readonly target: string | undefined;
  readonly typeOnly: boolean;
}

export interface FunctionSize {
  readonly name: string;
  readonly lines: number;
}

/** A TypeScript source file of the repository as the checks see it. */
export interface Source {
  /** From the root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  readonly isTest: boolean;
  readonly imports: readonly Import[];
  readonly functions: readonly FunctionSize[];
}

/** Tracked and new files alike: what would be committed. */
function paths(): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'packages', 'scripts', 'bench'], { cwd: root, encoding: 'utf8' });
  return listed.split('\n').filter((path) => /\.ts$/.test(path) && !/\/(generated|dist|cdk\.out)\//.test(path));
}

const asSource = (path: string): string => path.replace(/\.js$/, '.ts');

function importsOf(file: ts.SourceFile, path: string): Import[] {
  const found: Import[] = [];
  const add = (node: ts.Expression | undefined, typeOnly: boolean): void => {
    if (!node || !ts.isStringLiteral(node)) return;
    const specifier = node.text;
    const target = specifier.startsWith('.') ? asSource(normalize(join(dirname(path), specifier))) : undefined;
    found.push({ specifier, target, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly ?? false);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function functionsOf(file: ts.SourceFile): FunctionSize[] {
  const found: FunctionSize[] = [];
  const line = (position: number): number => file.getLineAndCharacterOfPosition(position).line;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const named = node.name ?? (ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent) ? node.parent.name : undefined);
      found.push({ name: named?.getText(file) ?? 'anonymous', lines: line(node.end) - line(node.getStart(file)) + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function read(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8');
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
  return {
    path,
    text,
    lines: text.split('\n').length - 1,
    isTest: /\.test\.ts$/.test(path) || /\/testing\//.test(path),
    imports: importsOf(file, path),
    functions: functionsOf(file),
  };
}

export const sources: readonly Source[] = paths().map(read);
