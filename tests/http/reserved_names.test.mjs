// Names that are the staff's: nobody poses as those who run the market, or as somebody who has left it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { freshName, people, person, signUpBody, useStaff } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer({ argon2_mib: 1, argon2_passes: 1 });
const nobody = new Client(server);
const team = useStaff(server);

const USERNAMES = ['admin', 'administrator', 'moderator', 'operator', 'root', 'system', 'support', 'giraffe'];
const DISPLAY_NAMES = [
  ...[
    '운영자',
    '관리자',
    '운영진',
    '운영팀',
    '기린마켓',
    '탈퇴한 회원',
    '기린 A+ 북 마켓',
    'Admin',
    'Moderator',
    'Support',
  ],
  ...[
    ' 운 영 자 ',
    '[운영자]',
    '운·영·진',
    'ＡＤＭＩＮ',
    'ad-min',
    '탈퇴한회원',
    '\u110b\u116e\u11ab\u110b\u1167\u11bc\u110c\u1161',
  ],
];

test('nobody signs up under the name of the staff', async () => {
  const refused = async (body, faults) =>
    (
      await nobody.post('/users', signUpBody({ email: `${freshName()}@giraffe.example`, ...body }))
    ).expectFields(faults);
  for (const username of [...USERNAMES, 'ADMIN', 'ad.min', '_root_'])
    await refused({ username }, { '/username': 'not-allowed' });
  for (const display_name of DISPLAY_NAMES)
    await refused({ display_name }, { '/display_name': 'not-allowed' });
  await refused(
    { username: 'root', display_name: '관리자' },
    { '/username': 'not-allowed', '/display_name': 'not-allowed' },
  );
  for (const display_name of ['운영자 아님', '기린', '관리자과', '+']) await person(server, { display_name });
  await person(server, { username: 'giraffe.admin' });
});

test('nobody takes such a name later but the staff, who keep it', async () => {
  const { admin, moderator } = await team();
  const [user] = await people(server, 1);
  const rename = (who, display_name) => who.client.patch('/users/me', { display_name });
  for (const name of DISPLAY_NAMES)
    (await rename(user, name)).expectFields({ '/display_name': 'not-allowed' });
  (await rename(user, '김기린')).expect(200);
  for (const who of [admin, moderator]) (await rename(who, '운영진')).expect(200);
  const role = async (name) =>
    (await admin.client.put(`/admin/users/${moderator.username}/role`, { role: name })).expect(204);
  await role('user');
  const kept = { display_name: '운영진', bio: '예전 운영진' };
  assert.equal((await moderator.client.patch('/users/me', kept)).expect(200).body.bio, kept.bio);
  (await rename(moderator, '운영자')).expectFields({ '/display_name': 'not-allowed' });
  await role('moderator');
});
