/** A country that fictional people live in: how frequent it is (of a hundred), and what is met there. */
export interface FictionalCountry {
  code: string;
  share: number;
  firstNames: string;
  lastNames: string;
  cities: string;
}

/** Where fictional people live and what they are called. Lists stand in a line: words divided by commas. */
export const fictionalCountries: readonly FictionalCountry[] = [
  {
    code: "US",
    share: 30,
    firstNames:
      "James,Mary,Robert,Patricia,Michael,Jennifer,David,Linda,Elijah,Susan,Marcus,Jessica,Tyrone,Karen,Daniel,Ashley,Carlos,Denise,Brandon,Monique,Ethan,Hannah,Logan,Brooke,Jamal,Naomi,Wyatt,Paige,Diego,Grace",
    lastNames:
      "Smith,Johnson,Williams,Brown,Jones,Garcia,Miller,Davis,Rodriguez,Martinez,Hernandez,Lopez,Wilson,Anderson,Thomas,Taylor,Moore,Jackson,Lee,Perez,Thompson,White,Harris,Sanchez,Clark,Ramirez,Lewis,Robinson,Walker,Nguyen",
    cities:
      "New York,Los Angeles,Chicago,Houston,Phoenix,Philadelphia,San Antonio,San Diego,Dallas,Austin,San Francisco,Seattle,Denver,Boston,Atlanta,Miami",
  },
  {
    code: "GB",
    share: 10,
    firstNames:
      "Oliver,Amelia,George,Isla,Harry,Olivia,Arthur,Ava,Noah,Freya,Leo,Florence,Alfie,Poppy,Rupert,Imogen,Callum,Niamh,Gareth,Sian,Hamish,Eilidh,Priya,Tariq",
    lastNames:
      "Smith,Jones,Taylor,Brown,Williams,Wilson,Johnson,Davies,Patel,Robinson,Wright,Thompson,Evans,Walker,White,Roberts,Green,Hall,Wood,Harris,Martin,Khan,Clarke,Hughes",
    cities: "London,Manchester,Birmingham,Leeds,Glasgow,Edinburgh,Bristol,Liverpool,Cardiff,Belfast,Cambridge,Oxford",
  },
  {
    code: "DE",
    share: 9,
    firstNames:
      "Lukas,Anna,Maximilian,Lena,Jonas,Katharina,Felix,Sophie,Jürgen,Ursula,Stefan,Sabine,Björn,Heike,Matthias,Claudia,Günter,Petra,Emre,Aylin,Tobias,Mareike",
    lastNames:
      "Müller,Schmidt,Schneider,Fischer,Weber,Meyer,Wagner,Becker,Schulz,Hoffmann,Schäfer,Koch,Bauer,Richter,Klein,Wolf,Schröder,Neumann,Schwarz,Zimmermann,Yılmaz,Krüger",
    cities: "Berlin,Hamburg,München,Köln,Frankfurt,Stuttgart,Düsseldorf,Leipzig,Dresden,Hannover,Nürnberg,Bremen",
  },
  {
    code: "IN",
    share: 8,
    firstNames:
      "Aarav,Ananya,Vihaan,Diya,Arjun,Isha,Rohan,Kavya,Rahul,Meera,Sanjay,Lakshmi,Vikram,Pooja,Imran,Fatima,Karthik,Divya,Nikhil,Shreya",
    lastNames:
      "Sharma,Patel,Singh,Kumar,Reddy,Iyer,Gupta,Nair,Mehta,Rao,Das,Joshi,Khan,Verma,Chopra,Banerjee,Pillai,Desai,Bhat,Kapoor",
    cities: "Mumbai,Delhi,Bengaluru,Hyderabad,Chennai,Pune,Kolkata,Ahmedabad,Jaipur,Kochi",
  },
  {
    code: "FR",
    share: 7,
    firstNames:
      "Gabriel,Louise,Léo,Emma,Raphaël,Jade,Hugo,Chloé,Étienne,Margaux,Mathieu,Aurélie,François,Hélène,Youssef,Inès,Benoît,Camille,Thibault,Océane",
    lastNames:
      "Martin,Bernard,Dubois,Thomas,Robert,Richard,Petit,Durand,Leroy,Moreau,Simon,Laurent,Lefèvre,Michel,Garcia,David,Bertrand,Roux,Benali,Fontaine",
    cities: "Paris,Lyon,Marseille,Toulouse,Nice,Nantes,Strasbourg,Montpellier,Bordeaux,Lille",
  },
  {
    code: "CA",
    share: 6,
    firstNames:
      "Liam,Charlotte,William,Emily,Benjamin,Sophia,Nathan,Zoé,Félix,Maude,Owen,Aria,Xavier,Noémie,Hudson,Claire,Wei,Mei,Arjan,Simran",
    lastNames:
      "Tremblay,Roy,Gagnon,Campbell,MacDonald,Chen,Wong,Singh,Bouchard,Côté,Fraser,Murray,Gill,Pelletier,Ross,Scott,Stewart,Reid,Lavoie,Nguyen",
    cities: "Toronto,Montreal,Vancouver,Calgary,Ottawa,Edmonton,Québec,Winnipeg,Halifax,Victoria",
  },
  {
    code: "NL",
    share: 5,
    firstNames:
      "Daan,Emma,Sem,Julia,Lucas,Mila,Bram,Sanne,Thijs,Femke,Jeroen,Marieke,Ruben,Lotte,Mohamed,Noor,Pieter,Anouk",
    lastNames:
      "Jansen,Bakker,Visser,Smit,Meijer,Mulder,Bos,Vos,Peters,Hendriks,Dekker,Brouwer,Dijkstra,Kok,Jacobs,Vermeulen,Schouten,Kuipers",
    cities: "Amsterdam,Rotterdam,Utrecht,Eindhoven,Groningen,Haarlem,Delft,Leiden",
  },
  {
    code: "ES",
    share: 4,
    firstNames: "Hugo,Lucía,Martín,Sofía,Pablo,María,Álvaro,Carmen,Javier,Laura,José,Ana,Íñigo,Nerea,Andrés,Marta",
    lastNames:
      "García,Fernández,González,Rodríguez,López,Martínez,Sánchez,Pérez,Gómez,Ruiz,Jiménez,Díaz,Moreno,Muñoz,Álvarez,Romero",
    cities: "Madrid,Barcelona,Valencia,Sevilla,Zaragoza,Málaga,Bilbao,Granada",
  },
  {
    code: "IT",
    share: 4,
    firstNames:
      "Leonardo,Giulia,Francesco,Aurora,Alessandro,Chiara,Lorenzo,Martina,Matteo,Elena,Niccolò,Beatrice,Davide,Silvia,Marco,Paola",
    lastNames:
      "Rossi,Russo,Ferrari,Esposito,Bianchi,Romano,Colombo,Ricci,Marino,Greco,Bruno,Gallo,Conti,Mancini,Costa,Giordano",
    cities: "Roma,Milano,Napoli,Torino,Bologna,Firenze,Venezia,Verona",
  },
  {
    code: "BR",
    share: 4,
    firstNames:
      "Miguel,Helena,Arthur,Alice,Gael,Laura,Heitor,Valentina,João,Beatriz,Thiago,Camila,Rafael,Larissa,André,Júlia",
    lastNames:
      "Silva,Santos,Oliveira,Souza,Lima,Pereira,Ferreira,Costa,Ribeiro,Carvalho,Gomes,Araújo,Barbosa,Rocha,Dias,Conceição",
    cities: "São Paulo,Rio de Janeiro,Brasília,Salvador,Fortaleza,Belo Horizonte,Curitiba,Recife",
  },
  {
    code: "AU",
    share: 3,
    firstNames: "Jack,Matilda,Lachlan,Chloe,Cooper,Ruby,Angus,Tahlia,Darcy,Evie,Hayden,Jasmine,Minh,Linh",
    lastNames: "Nguyen,Kelly,Ryan,Murphy,King,Campbell,Edwards,Marshall,Harvey,Bailey,Fletcher,Doyle,Tran,Baker",
    cities: "Sydney,Melbourne,Brisbane,Perth,Adelaide,Canberra,Hobart",
  },
  {
    code: "SE",
    share: 3,
    firstNames: "Erik,Alva,Oskar,Maja,Nils,Elsa,Gustav,Astrid,Björn,Ingrid,Åke,Märta,Lars,Karin",
    lastNames:
      "Andersson,Johansson,Karlsson,Nilsson,Eriksson,Larsson,Olsson,Persson,Svensson,Gustafsson,Lindberg,Söderström,Åberg,Holm",
    cities: "Stockholm,Göteborg,Malmö,Uppsala,Linköping,Örebro",
  },
  {
    code: "PL",
    share: 3,
    firstNames: "Jakub,Zuzanna,Antoni,Julia,Jan,Maja,Łukasz,Agnieszka,Michał,Małgorzata,Paweł,Katarzyna,Krzysztof,Ewa",
    lastNames:
      "Nowak,Kowalski,Wiśniewski,Wójcik,Kowalczyk,Kamiński,Lewandowski,Zieliński,Woźniak,Szymański,Dąbrowski,Kozłowski,Mazur,Krawczyk",
    cities: "Warszawa,Kraków,Wrocław,Poznań,Gdańsk,Łódź",
  },
  {
    code: "JP",
    share: 2,
    firstNames: "Haruto,Yui,Sota,Hina,Ren,Sakura,Yuto,Aoi,Kenji,Emi,Takashi,Naoko,Daiki,Mio",
    lastNames: "Sato,Suzuki,Takahashi,Tanaka,Watanabe,Ito,Yamamoto,Nakamura,Kobayashi,Kato,Yoshida,Yamada,Sasaki,Mori",
    cities: "Tokyo,Osaka,Yokohama,Nagoya,Sapporo,Fukuoka,Kyoto",
  },
  {
    code: "CH",
    share: 1,
    firstNames: "Luca,Mia,Nico,Lara,Urs,Regula,Beat,Ursina,Jean,Céline,Reto,Seraina",
    lastNames: "Müller,Meier,Keller,Huber,Steiner,Brunner,Baumann,Frei,Favre,Rochat,Gerber,Moser",
    cities: "Zürich,Genf,Basel,Bern,Lausanne,Luzern",
  },
  {
    code: "NG",
    share: 1,
    firstNames: "Chinedu,Ngozi,Emeka,Adaeze,Tunde,Folake,Segun,Yetunde,Musa,Aisha,Obinna,Chioma",
    lastNames: "Okafor,Adeyemi,Okonkwo,Balogun,Eze,Ibrahim,Okoro,Adebayo,Nwosu,Bello,Lawal,Obi",
    cities: "Lagos,Abuja,Kano,Ibadan,Enugu",
  },
];
