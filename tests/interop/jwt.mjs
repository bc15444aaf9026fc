// Judges credentials in JWTs with jose, the JOSE library of most of JavaScript; the status list with
// Digital Bazaar's.
//
// Reads a job from standard input: {contexts: {url: file}, files: {url: file}, did, didFile, typ,
// documents: [JWT, …]}. Writes one {accepted, why} for each. Nothing is fetched: what a job does not
// name does not exist.

import {readFileSync} from 'node:fs';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {createLocalJWKSet, jwtVerify} from 'jose';

const job = JSON.parse(readFileSync(0, 'utf8'));
const read = file => JSON.parse(readFileSync(file, 'utf8'));
const known = {...job.contexts, ...job.files};
const did = read(job.didFile);
const mayAssert = id => did.assertionMethod.includes(id);

// Controlled Identifiers 1.0: a JsonWebKey method, found by the kid that is its id.
const keys = createLocalJWKSet({
  keys: did.verificationMethod
    .filter(each => each.type === 'JsonWebKey' && mayAssert(each.id))
    .map(each => ({...each.publicKeyJwk, kid: each.id}))
});

async function documentLoader(url) {
  if(url in known) {
    return {contextUrl: null, documentUrl: url, document: read(known[url])};
  }
  const method = did.verificationMethod.find(each => each.id === url);
  const document = method ?
    {'@context': 'https://w3id.org/security/multikey/v1', ...method} : did;
  if(!method && url !== job.did) {
    throw new Error(`not known: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document};
}

async function judge(token) {
  const {payload, protectedHeader} = await jwtVerify(token, keys, {
    algorithms: ['ES256'], typ: job.typ
  });
  const {iss, sub, jti, nbf, exp, ...credential} = payload;
  const {kid} = protectedHeader;
  if(credential.issuer.id !== job.did || kid.split('#')[0] !== job.did) {
    throw new Error('another issuer');
  }
  // Open Badges 3.0 repeats in claims what the credential says, and jose has looked at nbf and exp.
  const claims = job.typ === 'JWT' ? {
    iss: credential.issuer.id,
    sub: credential.credentialSubject.id,
    jti: credential.id,
    nbf: Date.parse(credential.validFrom) / 1000,
    exp: credential.validUntil && Date.parse(credential.validUntil) / 1000
  } : {};
  for(const [name, value] of Object.entries({iss, sub, jti, nbf, exp})) {
    if(claims[name] !== value) {
      throw new Error(`the claim ${name} is not what the credential says`);
    }
  }
  const now = Date.now();
  if(now < Date.parse(credential.validFrom) || now >= Date.parse(credential.validUntil ?? '9999-01-01')) {
    throw new Error('not in force');
  }
  const {results} = await checkStatus({
    credential,
    documentLoader,
    suite: new DataIntegrityProof({cryptosuite}),
    verifyBitstringStatusListCredential: true
  });
  const withdrawn = !results?.length || results.some(each => each.status);
  return {accepted: !withdrawn, why: withdrawn ? 'withdrawn' : null};
}

const verdicts = [];
for(const token of job.documents) {
  try {
    verdicts.push(await judge(token));
  } catch(error) {
    verdicts.push({accepted: false, why: String(error)});
  }
}
process.stdout.write(JSON.stringify(verdicts));
