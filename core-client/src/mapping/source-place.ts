import { formatPath } from "./format-path.ts";
import type { PathSegment } from "./parse-path.ts";
import { wordsOf } from "./words.ts";

/** A place that values may come from, with the names it goes by. */
export interface SourcePlace {
  /** As a field mapping writes it. */
  source: string;
  /** What it is called, the best name first. */
  names: readonly string[];
  /** The path of the object that it belongs to; empty for a column and for a property of the record itself. */
  parent: string;
  /** The names of the objects around it, from the outside. */
  around: readonly string[];
  /** Whether it stands in a list under a name of its own, as the answers of a form do. */
  isEntry: boolean;
}

/** What says only that a value follows, once something before it has a name. */
const valueKeys = new Set(["value", "values", "answer", "answers", "response", "text", "val", "content"]);

const neutralWords = new Set(
  (
    "payload data object body form response responses answer answers question questions and property properties " +
    "field fields value values attribute attributes record records row item items contact contacts person people " +
    "customer client lead attendee attendees invitee user subscriber member guest guests profile details info " +
    "information default address addresses primary billing custom result results entry submission json params " +
    "event hidden list"
  ).split(" "),
);
const companyWords = new Set(
  "company organization organisation business employer firm account firma unternehmen entreprise societe empresa azienda bedrijf".split(
    " ",
  ),
);
const otherPeopleWords = new Set(
  (
    "organizer organiser host owner assignee agent creator author sender rep representative manager salesperson " +
    "staff memberships referrer approver recruiter admin"
  ).split(" "),
);

export type Surroundings = "neutral" | "company" | "otherPerson" | "unknown";

/** What the objects around a value say about whose it is. */
export function surroundings(around: readonly string[]): Surroundings {
  const words = around.map(wordsOf);
  if (words.some((name) => name.some((word) => otherPeopleWords.has(word)))) return "otherPerson";
  if (words.some((name) => name.some((word) => companyWords.has(word)))) return "company";
  return words.every((name) => name.every((word) => neutralWords.has(word))) ? "neutral" : "unknown";
}

/** Puts `company` for any word of the same meaning; null when a name does not begin with one. */
export function companyName(name: string): string | null {
  const [first, ...rest] = wordsOf(name);
  return first !== undefined && rest.length > 0 && companyWords.has(first) ? ["company", ...rest].join(" ") : null;
}

/** The innermost object that says something: `default_address` belongs to the customer around it. */
function ownerOf(segments: readonly PathSegment[]): readonly PathSegment[] {
  const last = segments.at(-1);
  const isAddress = last?.kind === "key" && wordsOf(last.key).some((word) => word.startsWith("address"));
  return isAddress ? segments.slice(0, -1) : segments;
}

const nameOf = (segment: PathSegment | undefined): string[] => {
  if (segment?.kind === "key") return [segment.key];
  return segment?.kind === "match" ? [segment.value] : [];
};

/** Where a column or a top-level property is. */
export const columnPlace = (name: string): SourcePlace => ({
  source: name,
  names: [name],
  parent: "",
  around: [],
  isEntry: false,
});

/**
 * Where a path leads and what that place is called: `answers[question=Company].answer` is called Company, and so is
 * `responses.company.value`.
 */
export function pathPlace(source: string, segments: readonly PathSegment[], furtherNames: readonly string[] = []) {
  const matchAt = segments.findLastIndex((segment) => segment.kind === "match");
  let end = segments.length;
  if (matchAt >= 0) end = matchAt + 1;
  else {
    for (; end > 1; end -= 1) {
      const last = segments[end - 1];
      const isValue = last?.kind === "index" || (last?.kind === "key" && valueKeys.has(last.key.toLowerCase()));
      if (!isValue) break;
    }
  }
  const before = segments.slice(0, end - 1);
  const place: SourcePlace = {
    source,
    names: [...nameOf(segments[end - 1]), ...furtherNames],
    parent: formatPath(ownerOf(before)),
    around: before.flatMap(nameOf),
    isEntry: matchAt >= 0,
  };
  return place;
}
