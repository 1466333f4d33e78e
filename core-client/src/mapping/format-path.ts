import type { PathSegment } from "./parse-path.ts";

const quote = (text: string) => `"${text.replace(/["\\]/g, "\\$&")}"`;

function formatSegment(segment: PathSegment, position: number): string {
  switch (segment.kind) {
    case "index":
      return `[${segment.index}]`;
    case "match":
      return `[${segment.path}=${/^[^\]"\s][^\]]*$/.test(segment.value) ? segment.value : quote(segment.value)}]`;
    case "key":
      if (!/^[^.[\]]+$/.test(segment.key)) return `[${quote(segment.key)}]`;
      return position === 0 ? segment.key : `.${segment.key}`;
  }
}

/** Writes segments as the path that `parsePath` reads them from. */
export function formatPath(segments: readonly PathSegment[]): string {
  return segments.map(formatSegment).join("");
}
