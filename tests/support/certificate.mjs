// A certificate for localhost that signs itself: who is given it trusts it.
import { execFileSync } from 'node:child_process';

/** Writes the key and the certificate, as PEM, to these files. */
export function makeCertificate(key, certificate) {
  const elliptic = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const named = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const files = ['-keyout', key, '-out', certificate];
  execFileSync('openssl', ['req', '-x509', '-days', '2', ...elliptic, ...named, ...files], {
    stdio: 'ignore',
  });
}
