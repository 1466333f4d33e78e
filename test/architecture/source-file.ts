import ts from "typescript";

/** One import, re-export or dynamic import of a file. */
export interface Import {
  specifier: string;
  line: number;
  /** True where it leaves nothing behind at run time: `import type`, `export type`, `import("…")` as a type. */
  typeOnly: boolean;
  /** The imported names; "*" where all of them are. */
  names: string[];
}

/** What the rules need to know of a source file. */
export interface SourceFile {
  path: string;
  text: string;
  imports: Import[];
  /** Names that are used without being a property, with the line of their first use. */
  names: Map<string, number>;
  /** True where every statement exports from another file. */
  onlyReexports: boolean;
}

function bindingNames(node: ts.ImportDeclaration | ts.ExportDeclaration): string[] {
  const bindings = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : node.exportClause;
  const named =
    bindings && (ts.isNamedImports(bindings) || ts.isNamedExports(bindings))
      ? [...bindings.elements].map((element) => (element.propertyName ?? element.name).text)
      : [];
  const whole = bindings
    ? ts.isNamespaceImport(bindings) || ts.isNamespaceExport(bindings)
    : ts.isExportDeclaration(node);
  const standard = ts.isImportDeclaration(node) && node.importClause?.name ? ["default"] : [];
  return [...standard, ...(whole ? ["*"] : named)];
}

function literal(node: ts.Node | undefined): string | undefined {
  return node && ts.isStringLiteralLike(node) ? node.text : undefined;
}

/** The import that a node is, if it is one. */
function importOf(node: ts.Node): Omit<Import, "line"> | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    const specifier = literal(node.moduleSpecifier);
    const typeOnly = ts.isImportDeclaration(node)
      ? node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
      : node.isTypeOnly;
    return specifier === undefined ? undefined : { specifier, typeOnly, names: bindingNames(node) };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    const specifier = literal(node.argument.literal);
    return specifier === undefined ? undefined : { specifier, typeOnly: true, names: ["*"] };
  }
  if (ts.isExternalModuleReference(node) || ts.isCallExpression(node)) {
    const called = ts.isExternalModuleReference(node) || isImportingCall(node.expression);
    const specifier = literal(ts.isExternalModuleReference(node) ? node.expression : node.arguments[0]);
    return called && specifier !== undefined ? { specifier, typeOnly: false, names: ["*"] } : undefined;
  }
  return undefined;
}

function isImportingCall(expression: ts.Expression): boolean {
  if (expression.kind === ts.SyntaxKind.ImportKeyword) return true;
  return ts.isIdentifier(expression) && expression.text === "require";
}

/** Whether an identifier stands for itself, and is not the name of a property or of a part of an import. */
function isFreeName(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) return parent.name !== node;
  if (ts.isPropertySignature(parent) || ts.isMethodSignature(parent) || ts.isMethodDeclaration(parent)) return false;
  if (ts.isPropertyDeclaration(parent) || ts.isQualifiedName(parent)) return false;
  return !(ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isTypeReferenceNode(parent));
}

/** Reads a file with the compiler's own parser. */
export function parseSourceFile(path: string, text: string): SourceFile {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lineOf = (node: ts.Node) => source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
  const imports: Import[] = [];
  const names = new Map<string, number>();
  const visit = (node: ts.Node): void => {
    const found = importOf(node);
    if (found) imports.push({ ...found, line: lineOf(node) });
    if (ts.isIdentifier(node) && isFreeName(node) && !names.has(node.text)) names.set(node.text, lineOf(node));
    ts.forEachChild(node, visit);
  };
  visit(source);
  const reexports = source.statements.filter(
    (statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier,
  );
  const onlyReexports = reexports.length > 0 && reexports.length === source.statements.length;
  return { path, text, imports, names, onlyReexports };
}
