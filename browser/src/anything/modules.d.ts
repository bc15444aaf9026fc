// Libraries that ship no types, as far as they are used here.
declare module "jsonld" {
  const jsonld: {
    expand(document: object, options: object): Promise<object>;
    toRDF(document: object, options: object): Promise<any[]>;
  };
  export default jsonld;
}
declare module "rdf-canonize" {
  export function canonize(dataset: any[], options: object): Promise<string>;
}
