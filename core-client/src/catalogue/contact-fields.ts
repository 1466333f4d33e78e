import type { Field, FieldValue } from "./field.ts";

/** The eleven grades of the published `employmentSeniority`. */
export const employmentSeniorities = [
  "c_suite",
  "director",
  "entry",
  "founder",
  "head",
  "intern",
  "manager",
  "owner",
  "partner",
  "senior",
  "vp",
] as const;

/** The fields of a contact, in the order in which a person fills them in. */
export const contactFields = [
  {
    key: "email",
    type: "email",
    label: "Email",
    help: "Identifies the contact: the same address is the same contact.",
    sample: "ada@example.com",
    identifies: true,
  },
  {
    key: "name",
    type: "text",
    label: "Full Name",
    help: "Used when the first and the last name are not given apart.",
    sample: "Ada Lovelace",
  },
  {
    key: "firstName",
    type: "text",
    label: "First Name",
    sample: "Ada",
  },
  {
    key: "lastName",
    type: "text",
    label: "Last Name",
    sample: "Lovelace",
  },
  {
    key: "nickname",
    type: "text",
    label: "Nickname",
    help: "What to call the contact, when it is not the first name.",
    sample: "Ada",
  },
  {
    key: "phone",
    type: "phone",
    label: "Phone",
    help: "With its country code, or in the national form when the country is known.",
    sample: "+442079460958",
  },
  {
    key: "employmentTitle",
    type: "text",
    label: "Job Title",
    sample: "Head of Analytics",
  },
  {
    key: "employmentSeniority",
    type: "choice",
    label: "Seniority",
    sample: "head",
    choices: employmentSeniorities,
  },
  {
    key: "linkedInHandle",
    type: "handle",
    label: "LinkedIn",
    help: "The handle or the address of the profile.",
    sample: "ada-lovelace",
    hosts: ["linkedin.com"],
  },
  {
    key: "twitterHandle",
    type: "handle",
    label: "X (Twitter)",
    sample: "adalovelace",
    hosts: ["twitter.com", "x.com"],
  },
  {
    key: "facebookHandle",
    type: "handle",
    label: "Facebook",
    sample: "ada.lovelace",
    hosts: ["facebook.com", "fb.com"],
  },
  {
    key: "instagramHandle",
    type: "handle",
    label: "Instagram",
    sample: "adalovelace",
    hosts: ["instagram.com"],
  },
  {
    key: "gitHubHandle",
    type: "handle",
    label: "GitHub",
    sample: "adalovelace",
    hosts: ["github.com"],
  },
  {
    key: "website",
    type: "url",
    label: "Website",
    help: "The contact's own site; the company's has its own field.",
    sample: "https://ada.example.com",
  },
  {
    key: "domain",
    type: "domain",
    label: "Domain",
    help: "The domain of the contact's own site.",
    sample: "ada.example.com",
  },
  {
    key: "avatar",
    type: "url",
    label: "Picture",
    help: "Address of a picture of the contact.",
    sample: "https://ada.example.com/portrait.jpg",
  },
  {
    key: "bio",
    type: "longText",
    label: "Bio",
    sample: "Works on analytical engines.",
  },
  {
    key: "location",
    type: "text",
    label: "Location",
    help: "A place in words, when city, state and country are not given apart.",
    sample: "London, United Kingdom",
  },
  {
    key: "city",
    type: "text",
    label: "City",
    sample: "London",
  },
  {
    key: "state",
    type: "text",
    label: "State or Region",
    sample: "England",
  },
  {
    key: "countryCode",
    type: "country",
    label: "Country",
    help: "The country's name, or its code of two letters.",
    sample: "GB",
  },
  {
    key: "timeZone",
    type: "timeZone",
    label: "Time Zone",
    help: "As in the IANA database, for instance Europe/London.",
    sample: "Europe/London",
  },
  {
    key: "latitude",
    type: "number",
    label: "Latitude",
    sample: 51.5074,
  },
  {
    key: "longitude",
    type: "number",
    label: "Longitude",
    sample: -0.1278,
  },
  {
    key: "tags",
    type: "list",
    label: "Tags",
    help: "Added to the tags that the contact has; none is taken away.",
    sample: ["newsletter", "trade-show"],
  },
] as const satisfies readonly Field[];

type ContactField = (typeof contactFields)[number];
export type ContactFieldKey = ContactField["key"];
/** The values of a contact's fields, by key. */
export type ContactFields = {
  [One in ContactField as One["key"]]: FieldValue<One["type"]>;
};
