/** Made-up names of companies are put together from these: 15,000 words, each with 24 endings. */
export const nameBeginnings =
  "Al,Bel,Bran,Cal,Cor,Dan,Del,Dor,El,Fal,Fen,Gar,Hal,Iver,Jor,Kel,Lan,Lor,Mar,Mer,Nor,Or,Pel,Quin,Ral,Sol,Tal,Ul,Ver,Wen".split(
    ",",
  );
export const nameMiddles = "a,ba,di,do,e,ga,i,la,li,ma,mi,na,o,ra,ri,sa,ta,ti,va,vi".split(",");
export const nameEndings =
  "bria,cia,dra,gon,kor,lex,lia,lin,lo,lux,mont,na,nex,nor,ris,ro,ron,sta,tec,tis,tor,via,vis,xa,zon".split(",");
export const companyKinds =
  "Labs,Group,Works,Systems,Partners,Industries,Holdings,Studio,Solutions,Trading,Logistics,Digital,Energy,Foods,Health,Capital,Networks,Media,Robotics,Materials,Mobility,Insurance,Analytics,Supply".split(
    ",",
  );

/** What fictional companies do. */
export const industries = [
  "Software",
  "Financial Services",
  "Manufacturing",
  "Healthcare",
  "Retail",
  "Construction",
  "Logistics",
  "Education",
  "Hospitality",
  "Marketing and Advertising",
  "Telecommunications",
  "Energy",
  "Insurance",
  "Real Estate",
  "Automotive",
  "Food and Beverage",
  "Biotechnology",
  "Legal Services",
  "Management Consulting",
  "Media",
  "Agriculture",
  "Aerospace",
  "Public Administration",
  "Nonprofit",
];

const functions =
  "Sales,Marketing,Finance,Operations,Engineering,Product,Human Resources,Procurement,Legal,Customer Success,Data,Security,Quality,Design".split(
    ",",
  );

/** A grade that people have: its titles by function (or one title), and how frequent it is. */
interface Grade {
  seniority: string;
  share: number;
  /** Only in companies of up to 200. */
  isOfSmall?: boolean;
  titles: readonly string[];
}

const each = (...patterns: string[]): string[] =>
  functions.flatMap((one) => patterns.map((pattern) => pattern.replace("*", one)));

const grades: readonly Grade[] = [
  { seniority: "owner", share: 3, isOfSmall: true, titles: ["Owner", "Managing Owner"] },
  { seniority: "founder", share: 3, isOfSmall: true, titles: ["Founder", "Co-Founder", "Founder and CEO"] },
  { seniority: "partner", share: 2, isOfSmall: true, titles: ["Partner", "Managing Partner"] },
  {
    seniority: "c_suite",
    share: 4,
    titles:
      "Chief Executive Officer,Chief Financial Officer,Chief Technology Officer,Chief Operating Officer,Chief Marketing Officer,Chief Information Officer,Chief Revenue Officer,Chief People Officer".split(
        ",",
      ),
  },
  { seniority: "vp", share: 5, titles: each("VP *", "Vice President of *") },
  { seniority: "head", share: 8, titles: each("Head of *", "Global Head of *") },
  { seniority: "director", share: 10, titles: each("Director of *", "Senior Director of *") },
  { seniority: "manager", share: 20, titles: each("* Manager", "Senior * Manager") },
  { seniority: "senior", share: 22, titles: each("Senior * Specialist", "Lead * Consultant", "Principal * Analyst") },
  { seniority: "entry", share: 20, titles: each("* Associate", "Junior * Analyst", "* Coordinator", "* Assistant") },
  { seniority: "intern", share: 3, titles: each("* Intern", "Working Student *") },
];

/** One of so many positions that are equally frequent. */
export interface Position {
  title: string;
  seniority: string;
}

/** How many positions a percent of the people is: each grade's titles take turns in its share. */
const positionsPerShare = 8;

function positionsOf(some: readonly Grade[]): Position[] {
  return some.flatMap(({ seniority, share, titles }) =>
    Array.from({ length: share * positionsPerShare }, (_, index) => ({
      title: titles[index % titles.length] ?? "",
      seniority,
    })),
  );
}

/** The positions in companies of up to 200 people, and in larger ones: those have no owners among them. */
export const smallCompanyPositions = positionsOf(grades);
export const largeCompanyPositions = positionsOf(grades.filter(({ isOfSmall }) => isOfSmall !== true));
