/**
 * Words whose meaning depends on what stands beside them: the French “Nom” is the last name beside “Prénom”, and the
 * whole name where it stands alone. Names are in the form in which names are compared.
 */
export const dependentNames: readonly {
  name: string;
  /** One of these must be among the sources. */
  beside: readonly string[];
  meaning: "firstName" | "lastName";
  /** Where one of these is among the sources, the word keeps its plain meaning all the same. */
  unless: readonly string[];
}[] = [
  { name: "nom", beside: ["prenom"], meaning: "lastName", unless: ["nomdefamille"] },
  { name: "name", beside: ["vorname"], meaning: "lastName", unless: ["nachname", "familienname"] },
  { name: "naam", beside: ["voornaam"], meaning: "lastName", unless: ["achternaam", "familienaam"] },
  { name: "nome", beside: ["cognome", "sobrenome", "apelido"], meaning: "firstName", unless: ["primeironome"] },
  { name: "nombre", beside: ["apellido", "apellidos", "primerapellido"], meaning: "firstName", unless: [] },
];
