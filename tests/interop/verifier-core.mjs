// Judges credentials with @digitalcredentials/verifier-core, which VerifierPlus and the Learner
// Credential Wallet are built on.
//
// Reads a job from standard input: {site, base_url, elsewhere: {url: file}, documents:
// [JSON text, …]}. Writes one {accepted, why} for each. Every request is answered from the folder as a plain file host would;
// what is not there does not exist.

import {readFileSync} from 'node:fs';

const job = JSON.parse(readFileSync(0, 'utf8'));
const base = `${job.base_url}/`;

globalThis.fetch = async request => {
  const url = String(request?.url ?? request);
  if(!(url in job.elsewhere || url.startsWith(base))) {
    throw new TypeError(`not known: ${url}`);
  }
  try {
    const body = readFileSync(
      job.elsewhere[url] ?? `${job.site}/${url.slice(base.length).split('?')[0]}`);
    return new Response(body, {headers: {'content-type': 'application/json'}});
  } catch {
    return new Response('not found', {status: 404});
  }
};
// It tells of schemas that it cannot fetch; those are compared elsewhere.
console.log = console.error = () => {};

const {verifyCredential} = await import('@digitalcredentials/verifier-core');
const STEPS = ['valid_signature', 'expiration', 'revocation_status'];

async function judge(text) {
  const credential = JSON.parse(text);
  const result = await verifyCredential({credential, knownDIDRegistries: []});
  // A list of trusted issuers is not asked for: which issuers to trust is the reader's business.
  const steps = (result.log ?? []).filter(each => STEPS.includes(each.id));
  const wanted = credential.credentialStatus ? STEPS.length : STEPS.length - 1;
  const accepted = !result.errors && steps.length === wanted && steps.every(each => each.valid);
  return {accepted, why: accepted ? null : JSON.stringify(result.errors ?? steps)};
}

const verdicts = [];
for(const text of job.documents) {
  try {
    verdicts.push(await judge(text));
  } catch(error) {
    verdicts.push({accepted: false, why: String(error)});
  }
}
process.stdout.write(JSON.stringify(verdicts));
