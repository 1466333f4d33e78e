/** One made-up contact, as it stands in a file or a request. */
export interface BenchContact {
  email: string;
  firstName: string;
  lastName: string;
  phone: string;
  city: string;
  countryCode: string;
  employmentTitle: string;
}

/** What contacts are made of. */
export const words = {
  firstNames: ["Ada", "Grace", "Linus", "Margaret", "Dennis", "Barbara", "Ken", "Radia", "Edsger", "Frances"],
  lastNames: ["Lovelace", "Hopper", "Torvalds", "Hamilton", "Ritchie", "Liskov", "Thompson", "Perlman", "Allen"],
  cities: ["Berlin", "London", "Lyon", "Porto", "Oslo", "Vienna", "Zürich", "Kraków"],
  countries: ["DE", "GB", "FR", "PT", "NO", "AT", "CH", "PL"],
  titles: ["Head of Sales", "CTO", "Account Executive", "Founder", "Marketing Manager", "Data Engineer"],
};

const pick = (list: readonly string[], number: number): string => list[number % list.length] ?? "";

/** Spreads numbers, so that neighbours in a file are no neighbours in an index by address. */
const scatter = (number: number): string => (Math.imul(number, 0x9e3779b1) >>> 0).toString(16);

/** @param version Contacts of another version have the same addresses and other values. */
export function contactOf(number: number, version = 0): BenchContact {
  const { firstNames, lastNames, cities, countries, titles } = words;
  return {
    email: `${pick(firstNames, number).toLowerCase()}.${scatter(number)}-${number}@example.com`,
    firstName: pick(firstNames, number),
    lastName: pick(lastNames, number + version),
    phone: `+49301${String(1_000_000 + (number % 9_000_000))}`,
    city: pick(cities, number),
    countryCode: pick(countries, number),
    employmentTitle: pick(titles, number + version),
  };
}

/** The columns of a file of these contacts. */
const header = "Email,First Name,Last Name,Phone,City,Country,Job Title";

/** The mapping that a person accepts for such a file. */
export const fieldMapping = {
  email: "Email",
  firstName: "First Name",
  lastName: "Last Name",
  phone: "Phone",
  city: "City",
  countryCode: "Country",
  employmentTitle: "Job Title",
};

/** The file's lines, in pieces of some hundred kilobytes. */
export function* csvOf(from: number, to: number, version = 0): Generator<string> {
  yield `${header}\n`;
  for (let start = from; start < to; start += 5000) {
    let piece = "";
    for (let number = start; number < Math.min(to, start + 5000); number += 1) {
      const { email, firstName, lastName, phone, city, countryCode, employmentTitle } = contactOf(number, version);
      piece += `${email},${firstName},${lastName},${phone},${city},${countryCode},${employmentTitle}\n`;
    }
    yield piece;
  }
}
