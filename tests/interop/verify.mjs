// Judges credentials with Digital Bazaar's libraries: a stranger to everything of ours.
//
// Reads a job from standard input: {contexts: {url: file}, files: {url: file}, dids: {did: file},
// documents: [JSON, …], now}. Writes one {verified, withdrawn, error} for each document. Nothing is
// fetched: what a job does not name does not exist.

import {readFileSync} from 'node:fs';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite as ecdsa} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {cryptosuite as eddsa} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';

const job = JSON.parse(readFileSync(0, 'utf8'));
const known = {...job.contexts, ...job.files};
const read = file => JSON.parse(readFileSync(file, 'utf8'));

async function documentLoader(url) {
  if(url in known) {
    return {contextUrl: null, documentUrl: url, document: read(known[url])};
  }
  const [did, fragment] = url.split('#');
  if(did in job.dids || did.startsWith('did:key:')) {
    const document = did in job.dids ? read(job.dids[did]) : keyDocument(did);
    if(fragment === undefined) {
      return {contextUrl: null, documentUrl: url, document};
    }
    const method = document.verificationMethod.find(each => each.id === url);
    if(method) {
      const context = 'https://w3id.org/security/multikey/v1';
      return {contextUrl: null, documentUrl: url, document: {'@context': context, ...method}};
    }
  }
  throw new Error(`not known: ${url}`);
}

function keyDocument(did) {
  const publicKeyMultibase = did.slice('did:key:'.length);
  const id = `${did}#${publicKeyMultibase}`;
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    verificationMethod: [{id, type: 'Multikey', controller: did, publicKeyMultibase}],
    assertionMethod: [id]
  };
}

// An award key of P-256 signs the credential, and an Ed25519 key the list that it stands in.
const suite = () => [eddsa, ecdsa].map(cryptosuite => new DataIntegrityProof({cryptosuite}));

const status = options => checkStatus({
  ...options, documentLoader, suite: suite(), verifyBitstringStatusListCredential: true
});

async function judge(credential) {
  // The JCS proof is for our own page; these libraries are asked about the other one.
  const proof = [credential.proof].flat().filter(
    each => [eddsa.name, ecdsa.name].includes(each?.cryptosuite));
  const result = await vc.verifyCredential({
    credential: {...credential, proof},
    suite: suite(),
    documentLoader,
    checkStatus: credential.credentialStatus ? status : undefined,
    now: new Date(job.now)
  });
  // The library says "verified" of a status that it could read; what it reads is another matter.
  const withdrawn = result.statusResult?.results?.some(each => each.status) ?? false;
  const errors = result.error?.errors ?? [result.error, result.statusResult?.error];
  return {
    verified: result.verified && !withdrawn,
    withdrawn,
    error: errors.filter(Boolean).map(each => each.message).join('; ') || null
  };
}

const verdicts = [];
for(const document of job.documents) {
  try {
    verdicts.push(await judge(document));
  } catch(error) {
    verdicts.push({verified: false, withdrawn: false, error: error.message});
  }
}
process.stdout.write(JSON.stringify(verdicts));
