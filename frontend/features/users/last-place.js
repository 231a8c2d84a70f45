import { t } from '../../lib/i18n.js';

/**
 * From where a session or a token was used last: "교내망 (10.20.3.4)", or the address alone.
 * @param {{last_address: string | null, last_network: string | null}} used
 */
export function lastPlace({ last_address: address, last_network: network }) {
  if (!address) return t('sessions.no-place');
  return network ? t('sessions.place', { network, address }) : address;
}
