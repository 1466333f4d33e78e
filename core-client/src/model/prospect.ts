import type { employmentSeniorities } from "../catalogue/contact-fields.ts";

/** How many people work at a company, by ranges. */
export const companySizes = [
  "1-10",
  "11-50",
  "51-200",
  "201-500",
  "501-1000",
  "1001-5000",
  "5001-10000",
  "10001+",
] as const;
export type CompanySize = (typeof companySizes)[number];

type Seniority = (typeof employmentSeniorities)[number];

/** What prospects can be filtered by. All that is given must hold. */
export interface ProspectFilters {
  /** All of these words are in the title, in any order. */
  "title.contains"?: string;
  "seniority.equals"?: Seniority;
  "seniority.in"?: Seniority[];
  "industry.equals"?: string;
  "industry.in"?: string[];
  "companySize.equals"?: CompanySize;
  "companySize.in"?: CompanySize[];
  /** ISO 3166-1 alpha-2. */
  "country.equals"?: string;
  "country.in"?: string[];
  "city.equals"?: string;
  "city.in"?: string[];
}

export const prospectFilters = [
  "title.contains",
  "seniority.equals",
  "seniority.in",
  "industry.equals",
  "industry.in",
  "companySize.equals",
  "companySize.in",
  "country.equals",
  "country.in",
  "city.equals",
  "city.in",
] as const satisfies readonly (keyof ProspectFilters)[];

/** A search of the prospect database. */
export interface ProspectSearch {
  /** Whole words of a name, a title, a company, a city or an industry: all of them, in either case. */
  query?: string;
  filters?: ProspectFilters;
}

/** What an import of the method `prospect` takes in. */
export interface ImportProspects {
  search: ProspectSearch;
  /** No run takes more than this. */
  limit: number;
}

/** A person who is not a contact yet. The email address comes with the contact, once an import has taken the person in. */
export interface Prospect {
  id: string;
  /** The full name. */
  name: string | null;
  firstName: string | null;
  lastName: string | null;
  title: string | null;
  seniority: string | null;
  city: string | null;
  country: string | null;
  companyName: string | null;
  companyDomain: string | null;
  industry: string | null;
  employeesCount: number | null;
  companySize: CompanySize | null;
  createdAt: string;
  updatedAt: string;
}

/** How many prospects there are. */
export interface ProspectCount {
  count: number;
  /** Above some thousands, a number is worked out from samples. */
  isEstimate: boolean;
}
