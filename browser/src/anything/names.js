// Names of contexts that decide what kind of document something is.
export const VC_V1 = "https://www.w3.org/2018/credentials/v1";
export const VC_V2 = "https://www.w3.org/ns/credentials/v2";
export const OB_V3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
export const OB_EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";
export const OB_V2 = "https://w3id.org/openbadges/v2";
