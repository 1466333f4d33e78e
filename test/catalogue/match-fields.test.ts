import { applyFieldMapping, matchFields, proposeFieldMapping, readPath } from "@firstquadrant/core-client";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";

const match = (...headers: string[]) => matchFields(headers).fieldMapping;

describe("names of columns", () => {
  test("an export of Google Contacts", () => {
    const headers =
      "First Name,Middle Name,Last Name,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Organization Name,Organization Title,Address 1 - Country,Website 1 - Value";
    const proposal = matchFields(headers.split(","));
    expect(proposal.fieldMapping).toEqual({
      firstName: "First Name",
      lastName: "Last Name",
      email: "E-mail 1 - Value",
      phone: "Phone 1 - Value",
      "company.name": "Organization Name",
      employmentTitle: "Organization Title",
      countryCode: "Address 1 - Country",
      "company.website": "Website 1 - Value",
    });
    expect(proposal.unmatched).toEqual(["Middle Name", "E-mail 1 - Label", "Phone 1 - Label"]);
  });

  test("a table with names, a company and notes", () => {
    const proposal = matchFields(["Email", "Full Name", "Company", "Notes"]);
    expect(proposal.fieldMapping).toEqual({ email: "Email", name: "Full Name", "company.name": "Company" });
    expect(proposal.unmatched).toEqual(["Notes"]);
  });

  test.each([
    ["German", "Vorname;Nachname;E-Mail-Adresse;Telefonnummer;Firma;Funktion;Ort;Land"],
    ["French", "Prénom;Nom;Adresse e-mail;Téléphone;Société;Poste;Ville;Pays"],
    ["Spanish", "Nombre;Apellidos;Correo electrónico;Teléfono;Empresa;Cargo;Ciudad;País"],
    ["Portuguese", "Nome;Sobrenome;Endereço de e-mail;Telefone;Empresa;Cargo;Cidade;País"],
    ["Italian", "Nome;Cognome;Indirizzo e-mail;Telefono;Azienda;Ruolo;Città;Paese"],
    ["Dutch", "Voornaam;Achternaam;E-mailadres;Telefoonnummer;Bedrijf;Functie;Woonplaats;Land"],
  ])("%s", (_language, line) => {
    const [firstName, lastName, email, phone, company, employmentTitle, city, countryCode] = line.split(";");
    expect(match(...line.split(";"))).toEqual({
      firstName,
      lastName,
      email,
      phone,
      "company.name": company,
      employmentTitle,
      city,
      countryCode,
    });
  });

  test.each([
    [["Nom", "Prénom"], { lastName: "Nom", firstName: "Prénom" }],
    [["Nom", "Courriel"], { name: "Nom", email: "Courriel" }],
    [["Name", "Vorname"], { lastName: "Name", firstName: "Vorname" }],
    [["Name", "Vorname", "Nachname"], { name: "Name", lastName: "Nachname", firstName: "Vorname" }],
    [["Naam", "Voornaam"], { lastName: "Naam", firstName: "Voornaam" }],
    [["Nombre", "Correo"], { name: "Nombre", email: "Correo" }],
    [["Nome", "Email"], { name: "Nome", email: "Email" }],
    [["Name", "First Name", "Last Name"], { name: "Name", firstName: "First Name", lastName: "Last Name" }],
  ])("a name is understood by what stands beside it: %j", (headers, expected) => {
    expect(match(...headers)).toEqual(expected);
  });

  test.each([
    ["What is your work email?", "email"],
    ["Your Email (required)", "email"],
    ["contactFirstName", "firstName"],
    ["LINKEDIN_PROFILE_URL", "linkedInHandle"],
    ["Company Name / Organisation", "company.name"],
    ["Organisation City", "company.city"],
    ["Contact Company Founded Year", "company.foundedYear"],
    ["company.annualRevenue", "company.annualRevenue"],
    ["What is your company’s name?", "company.name"],
  ])("%s is %s", (header, field) => {
    expect(match(header)).toEqual({ [field]: header });
  });

  test.each([
    "Contact Hashed Email (MD5)",
    "Email Verified",
    "Email 2 - Value",
    "Email Opt In",
    "Account Owner Email",
    "Phone Type",
    "Assistant Phone",
    "Middle Name",
    "Row Number",
    "created_at",
    "utm_source",
    "",
  ])("%j is no field", (header) => {
    expect(match(header)).toEqual({});
  });
});

describe("values", () => {
  const fromRecords = (...samples: Record<string, unknown>[]) => proposeFieldMapping({ samples });
  const confidence = (proposal: ReturnType<typeof matchFields>, field: string) =>
    proposal.fields.find((one) => one.field === field)?.confidence ?? 0;

  test("confirm a name, or make it less sure", () => {
    const plain = matchFields(["Mail"]);
    const confirmed = fromRecords({ Mail: "ada@example.com" });
    const mixed = fromRecords({ Mail: "ada@example.com" }, { Mail: "Grace@example.com" }, { Mail: "bad-address" });
    expect(confidence(confirmed, "email")).toBeGreaterThan(confidence(plain, "email"));
    expect(confidence(mixed, "email")).toBeLessThan(confidence(plain, "email"));
    expect(mixed.fields[0]?.reason).toContain("2 of 3");
  });

  test("speak against a name that they do not fit", () => {
    expect(fromRecords({ Mail: "by post" }).fieldMapping).toEqual({});
    expect(fromRecords({ email: "a@example.com", state: "disabled" }).fieldMapping).toEqual({ email: "email" });
    expect(fromRecords({ email: "a@example.com", state: "Ohio" }).fieldMapping).toHaveProperty("state", "state");
  });

  test("prove a name that is only contained in a question", () => {
    const question = "What is the best phone number to reach you on?";
    expect(matchFields([question]).fieldMapping).toEqual({});
    expect(fromRecords({ [question]: "+44 20 7946 0958" }).fieldMapping).toEqual({ phone: question });
    expect(fromRecords({ [question]: "call the desk" }).fieldMapping).toEqual({});
  });
});

describe("two sources for one field", () => {
  test("are left open when nothing tells them apart, and the reason says so", () => {
    const proposal = matchFields(["Phone", "Mobile", "Email"]);
    expect(proposal.fieldMapping).toEqual({ email: "Email" });
    expect(proposal.unmatched).toEqual(["Phone", "Mobile"]);
    expect(proposal.undecided.map(({ field, source }) => [field, source])).toEqual([
      ["phone", "Phone"],
      ["phone", "Mobile"],
    ]);
    for (const { reason } of proposal.undecided) expect(reason).toContain("“Phone” and “Mobile”");
  });

  test("are left open when their values differ", () => {
    const sample = { Phone: "+44 20 7946 0958", Mobile: "+44 7700 900123" };
    expect(proposeFieldMapping({ samples: [sample] }).fieldMapping).toEqual({});
  });

  test("stand in for one another when their values agree or one of them is blank", () => {
    const samples = [
      { Phone: "+44 20 7946 0958", Mobile: "+442079460958" },
      { Phone: "", Mobile: "+44 7700 900123" },
    ];
    expect(proposeFieldMapping({ samples }).fieldMapping).toEqual({ phone: ["Phone", "Mobile"] });
  });

  test("are decided when one is clearly the better match", () => {
    expect(match("Email", "Email (private)")).toEqual({ email: "Email" });
  });
});

describe("shapes of records", () => {
  test.each([
    ["question and answer", { email: "a@example.com", qa: [{ question: "Job Title", answer: "Owner" }] }],
    ["key, label and value", { fields: [{ key: "q1", label: "Job title", value: "Owner" }], email: "a@example.com" }],
    ["described values", { email: { label: "x", value: "a@example.com" }, jobTitle: { label: "y", value: "Owner" } }],
    ["wrapped twice", { data: { object: { email: "a@example.com", job_title: "Owner" } } }],
    ["beside other people", { owner: { email: "o@example.com" }, lead: { email: "a@example.com", jobTitle: "Owner" } }],
  ])("%s", (_shape, sample) => {
    const { fieldMapping } = proposeFieldMapping({ samples: [sample] });
    expect(applyFieldMapping(sample, fieldMapping)).toEqual({
      contact: { email: "a@example.com", employmentTitle: "Owner" },
    });
  });

  test("the name of a thing beside the contact is not the contact's", () => {
    const sample = { email: "a@example.com", scheduled_event: { name: "Intro call" }, product: { name: "Lamp" } };
    expect(proposeFieldMapping({ samples: [sample] }).fieldMapping).toEqual({ email: "email" });
  });

  test("what the company has is the company's", () => {
    const sample = { email: "a@example.com", company: { name: "Lee Inc", city: "Bonn", email: "info@lee.example" } };
    expect(proposeFieldMapping({ samples: [sample] }).fieldMapping).toEqual({
      email: "email",
      "company.name": "company.name",
      "company.city": "company.city",
    });
  });

  test("every source that a proposal names can be read from the sample, whatever its keys are", () => {
    const key = fc.oneof(fc.constantFrom("name", "value", "a.b", "type", "email", "label"), fc.string());
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof({ maxDepth: 4 }, fc.string(), fc.integer(), fc.constant(null), tie("list"), tie("object")),
      list: fc.array(tie("json"), { maxLength: 3 }),
      object: fc.dictionary(key, tie("json"), { maxKeys: 4 }),
    }));
    fc.assert(
      fc.property(json, (sample) => {
        const { fields, unmatched } = proposeFieldMapping({ samples: [sample] });
        for (const source of [...unmatched, ...fields.map((field) => field.source)]) {
          expect({ source, value: readPath(sample, source) }).not.toEqual({ source, value: undefined });
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("anything at all can be a sample", () => {
    fc.assert(
      fc.property(fc.array(fc.anything()), fc.array(fc.string()), (samples, headers) => {
        proposeFieldMapping({ samples, headers });
      }),
    );
  });

  test("depth and number of paths are bounded", () => {
    const wide = Object.fromEntries(Array.from({ length: 2000 }, (_, at) => [`key${at}`, at]));
    const deep = JSON.parse(`${'{"a":'.repeat(50)}{"email":"a@example.com"}${"}".repeat(50)}`);
    const proposal = proposeFieldMapping({ samples: [deep, wide] });
    expect(proposal.fieldMapping).toEqual({});
    expect(proposal.unmatched).toHaveLength(500);
  });

  test("an organization's own fields are matched by key and label", () => {
    const fields = [
      { key: "email", label: "Email", type: "email" },
      { key: "customProperties.shoeSize", label: "Size of Shoes", type: "number" },
    ];
    const samples = [{ email: "a@example.com", "Size of shoes": "42", Phone: "+44 20 7946 0958" }];
    expect(proposeFieldMapping({ samples, fields }).fieldMapping).toEqual({
      email: "email",
      "customProperties.shoeSize": "Size of shoes",
    });
  });
});
