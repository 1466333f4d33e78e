/** A check of Zapier's that a definition alone does not decide. */
export interface OtherCheck {
  number: string;
  asks: string;
  /** Who decides it instead: another test of this repository, or the owner of the integration. */
  by: "breaking changes" | "tests" | "owner";
  /** Why it cannot be read in the definition, and what to do about it. */
  because: string;
}

/** The rest of what Zapier numbers. With the checks of `lint.ts`, these are all. */
export const otherChecks: readonly OtherCheck[] = [
  {
    number: "A001",
    asks: "An account is connected.",
    by: "owner",
    because: "Connections are made at Zapier: connect one in the developer platform.",
  },
  {
    number: "C001",
    asks: "No public item is hidden or removed.",
    by: "breaking changes",
    because: "It takes the version before: the committed snapshot is that.",
  },
  {
    number: "C002",
    asks: "No key of an input field is renamed or removed.",
    by: "breaking changes",
    because: "It takes the version before: the committed snapshot is that.",
  },
  {
    number: "C003",
    asks: "No key of a sample is renamed or removed.",
    by: "breaking changes",
    because: "It takes the version before: the committed snapshot is that.",
  },
  {
    number: "D026",
    asks: "An address that a person types into the connection is checked by code.",
    by: "tests",
    because: "The definition shows no code: test/zapier-app/authentication.test.ts tries addresses that are no good.",
  },
  {
    number: "D027",
    asks: "The integration is on the latest version of Zapier's platform.",
    by: "owner",
    because:
      "Which one is the latest is on the network: look at npm before each version, and raise the three packages.",
  },
  {
    number: "E001",
    asks: "Changed environment variables are confirmed.",
    by: "owner",
    because: "They are kept at Zapier, for each version: set them there, and confirm when promoting.",
  },
  {
    number: "L001",
    asks: "The version is not deprecated.",
    by: "owner",
    because: "Only Zapier knows a version's state.",
  },
  {
    number: "L002",
    asks: "The integration is not submitted already.",
    by: "owner",
    because: "Only Zapier knows a version's state.",
  },
  {
    number: "L003",
    asks: "The version is not in production already.",
    by: "owner",
    because: "Only Zapier knows a version's state.",
  },
  {
    number: "L004",
    asks: "Zapier has not blocked the partner's changes.",
    by: "owner",
    because: "Only Zapier knows.",
  },
  {
    number: "M001",
    asks: "The integration has a category.",
    by: "owner",
    because: "Chosen in the developer platform: CRM.",
  },
  {
    number: "M002",
    asks: "The integration is described in 40 to 140 characters, as “FirstQuadrant is a …”.",
    by: "owner",
    because: "Written in the developer platform; a text stands in zapier-app/README.md.",
  },
  {
    number: "M003",
    asks: "Who publishes it is employed by FirstQuadrant.",
    by: "owner",
    because: "Said in the developer platform.",
  },
  {
    number: "M004",
    asks: "There is a square logo, PNG with transparency, of 256 pixels or more.",
    by: "owner",
    because: "The file is FirstQuadrant's to give.",
  },
  {
    number: "M005",
    asks: "An administrator has an email address of the homepage's domain.",
    by: "owner",
    because: "Members are invited in the developer platform.",
  },
  {
    number: "M006",
    asks: "There is a homepage.",
    by: "owner",
    because: "Written in the developer platform.",
  },
  {
    number: "M007",
    asks: "There is no second public integration for the same app.",
    by: "owner",
    because: "Only Zapier knows.",
  },
  {
    number: "S001",
    asks: "Three people have a live Zap.",
    by: "owner",
    because: "It takes people: the invite link is for them.",
  },
  {
    number: "S002",
    asks: "Every item that can be chosen is in a live Zap.",
    by: "owner",
    because: "It takes Zaps that are on at Zapier: the examples of zapier-app/examples.md have every item.",
  },
  {
    number: "S003",
    asks: "At most a hundred versions have live Zaps.",
    by: "owner",
    because: "Only Zapier knows: migrate Zaps to the newest version.",
  },
  {
    number: "T001",
    asks: "Every item ran once with success.",
    by: "tests",
    because:
      "It takes a run: test/artefacts/zapier-items.test.ts runs every item of the zip. At Zapier, turn on the Zaps.",
  },
  {
    number: "T002",
    asks: "What a polling trigger answers has the keys that tell one item from the next.",
    by: "tests",
    because: "It takes answers: test/artefacts/zapier-items.test.ts looks at a real backend's.",
  },
  {
    number: "T003",
    asks: "Dates of answers are in ISO 8601.",
    by: "tests",
    because: "It takes answers: test/artefacts/zapier-items.test.ts looks at a real backend's.",
  },
  {
    number: "T004",
    asks: "Every key of a sample is in the answers.",
    by: "tests",
    because: "It takes answers: test/artefacts/zapier-items.test.ts looks at a real backend's.",
  },
  {
    number: "T005",
    asks: "What a trigger answers is as its output fields say.",
    by: "tests",
    because: "It takes answers: test/artefacts/zapier-items.test.ts looks at a real backend's.",
  },
  {
    number: "T006",
    asks: "What an instant trigger lists has the keys of what it delivers.",
    by: "tests",
    because: "It takes deliveries: test/artefacts/zapier-items.test.ts receives a real backend's.",
  },
  {
    number: "U001",
    asks: "The developer terms are accepted.",
    by: "owner",
    because: "Accepted at Zapier.",
  },
  {
    number: "Z001",
    asks: "What an instant trigger lists is as its output fields say.",
    by: "tests",
    because: "It takes answers: test/artefacts/zapier-items.test.ts looks at a real backend's.",
  },
];
