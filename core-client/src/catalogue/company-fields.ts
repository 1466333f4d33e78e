import type { Field, FieldValue } from "./field.ts";

/** The published rounds of a company's funding. */
export const fundingStages = [
  "Angel",
  "Convertible Note",
  "Debt Financing",
  "Equity Crowdfunding",
  "Other",
  "Private Equity",
  "Seed",
  "Series A",
  "Series B",
  "Series C",
  "Series D",
  "Series E",
  "Series F",
  "Series G",
  "Series H",
  "Venture (Round not Specified)",
] as const;

/** The fields of a company, in the order in which a person fills them in. */
export const companyFields = [
  {
    key: "name",
    type: "text",
    label: "Company Name",
    sample: "Analytical Engines Ltd",
  },
  {
    key: "domain",
    type: "domain",
    label: "Company Domain",
    help: "Tells companies apart; without it the name does.",
    sample: "analytical-engines.example",
  },
  {
    key: "website",
    type: "url",
    label: "Company Website",
    sample: "https://analytical-engines.example",
  },
  {
    key: "phone",
    type: "phone",
    label: "Company Phone",
    sample: "+442079460000",
  },
  {
    key: "primaryIndustry",
    type: "text",
    label: "Industry",
    sample: "Computer hardware",
  },
  {
    key: "secondaryIndustries",
    type: "list",
    label: "Further Industries",
    sample: ["Software", "Research"],
  },
  {
    key: "employeesCount",
    type: "integer",
    label: "Number of Employees",
    sample: 120,
  },
  {
    key: "annualRevenue",
    type: "number",
    label: "Annual Revenue",
    help: "In US dollars.",
    sample: 4500000,
  },
  {
    key: "foundedYear",
    type: "integer",
    label: "Year Founded",
    sample: 1837,
  },
  {
    key: "fundingTotal",
    type: "number",
    label: "Total Funding",
    help: "In US dollars.",
    sample: 17000000,
  },
  {
    key: "fundingStage",
    type: "choice",
    label: "Funding Stage",
    sample: "Series A",
    choices: fundingStages,
  },
  {
    key: "ticker",
    type: "text",
    label: "Stock Ticker",
    sample: "ANEN",
  },
  {
    key: "street",
    type: "text",
    label: "Company Street",
    sample: "12 St James's Square",
  },
  {
    key: "city",
    type: "text",
    label: "Company City",
    sample: "London",
  },
  {
    key: "state",
    type: "text",
    label: "Company State or Region",
    sample: "England",
  },
  {
    key: "postalCode",
    type: "text",
    label: "Company Postal Code",
    sample: "SW1Y 4LB",
  },
  {
    key: "country",
    type: "country",
    label: "Company Country",
    help: "The country's name, or its code of two letters.",
    sample: "GB",
  },
  {
    key: "rawAddress",
    type: "text",
    label: "Company Full Address",
    sample: "12 St James's Square, London SW1Y 4LB",
  },
  {
    key: "nickname",
    type: "text",
    label: "Company Short Name",
    sample: "Analytical Engines",
  },
  {
    key: "bio",
    type: "longText",
    label: "Company Description",
    sample: "Builds engines that calculate.",
  },
  {
    key: "avatar",
    type: "url",
    label: "Company Logo",
    help: "Address of the company's logo.",
    sample: "https://analytical-engines.example/logo.png",
  },
  {
    key: "languages",
    type: "list",
    label: "Company Languages",
    sample: ["en", "fr"],
  },
  {
    key: "techStack",
    type: "list",
    label: "Company Technologies",
    sample: ["PostgreSQL", "TypeScript"],
  },
  {
    key: "tags",
    type: "list",
    label: "Company Tags",
    help: "Added to the tags that the company has; none is taken away.",
    sample: ["partner"],
  },
  {
    key: "alexaGlobalRank",
    type: "integer",
    label: "Alexa Global Rank",
    sample: 48210,
  },
  {
    key: "retailLocationsCount",
    type: "integer",
    label: "Number of Retail Locations",
    sample: 3,
  },
  {
    key: "blogUrl",
    type: "url",
    label: "Company Blog",
    sample: "https://analytical-engines.example/blog",
  },
  {
    key: "linkedInUrl",
    type: "url",
    label: "Company LinkedIn",
    sample: "https://www.linkedin.com/company/analytical-engines",
  },
  {
    key: "twitterUrl",
    type: "url",
    label: "Company X (Twitter)",
    sample: "https://x.com/analyticalengines",
  },
  {
    key: "facebookUrl",
    type: "url",
    label: "Company Facebook",
    sample: "https://www.facebook.com/analyticalengines",
  },
  {
    key: "crunchbaseUrl",
    type: "url",
    label: "Company Crunchbase",
    sample: "https://www.crunchbase.com/organization/analytical-engines",
  },
  {
    key: "angelListUrl",
    type: "url",
    label: "Company AngelList",
    sample: "https://angel.co/company/analytical-engines",
  },
] as const satisfies readonly Field[];

type CompanyField = (typeof companyFields)[number];
export type CompanyFieldKey = CompanyField["key"];
/** The values of a company's fields, by key. */
export type CompanyFields = {
  [One in CompanyField as One["key"]]: FieldValue<One["type"]>;
};
