import ts from "typescript";

/** A piece of SQL as it stands in a source file. */
export interface SqlText {
  /** The file and the name of what holds it: `deliveries/claim.ts claimDue`. */
  place: string;
  /** The text; what is put in stands as `${…}`, unless it is a text of the same file. */
  text: string;
}

const sqlWords = /\b(from|join|using|update|into)\s+(only\s+)?(\$\{|[a-z_]+)/;

/** A sentence for people begins with a capital, which no SQL of ours does. */
const isSql = (text: string): boolean => sqlWords.test(text) && !/^\s*[A-Z]/.test(text);

/** The name of the outermost declaration that a node stands in. */
function nameOf(node: ts.Node): string {
  let name = "";
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isVariableDeclaration(at) || ts.isFunctionDeclaration(at)) name = at.name?.getText() ?? name;
  }
  return name;
}

/** The texts that a file gives a name of its own to. */
function namedTexts(file: ts.SourceFile): Map<string, string> {
  const declared = file.statements
    .filter(ts.isVariableStatement)
    .flatMap((one) => [...one.declarationList.declarations]);
  return new Map(
    declared.flatMap(({ name, initializer }): [string, string][] =>
      initializer !== undefined && ts.isStringLiteralLike(initializer) ? [[name.getText(), initializer.text]] : [],
    ),
  );
}

/** Every piece of SQL in a source file that names where rows are read or written. */
export function sqlTextsOf(file: string, source: string): SqlText[] {
  const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const named = namedTexts(parsed);
  const spanText = ({ expression, literal }: ts.TemplateSpan): string =>
    (named.get(expression.getText()) ?? `\${${expression.getText()}}`) + literal.text;
  const found: SqlText[] = [];
  const visit = (node: ts.Node): void => {
    const text = ts.isTemplateExpression(node)
      ? node.head.text + node.templateSpans.map(spanText).join("")
      : ts.isStringLiteralLike(node)
        ? node.text
        : null;
    if (text !== null && isSql(text)) found.push({ place: `${file} ${nameOf(node)}`.trim(), text });
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return found;
}
