<?php
// A receiver of Sns.CallbackPrevFriendAdd, complete, with nothing but PHP 8.1 or newer.
//
//   SDKAPPID=1400000000 TOKEN=secret php -S 127.0.0.1:3000 receiver.php
declare(strict_types=1);

ini_set('display_errors', '0'); // a warning before the answer makes it no JSON

const COMMAND = 'Sns.CallbackPrevFriendAdd';
const MAX_BODY = 1 << 20;
const WINDOW = 60; // seconds that RequestTime may be off, to either side
const DENIED = 38001;
const REFUSED = 38002; // not from Chat, or not for this app
const UNCLEAR = 38003; // no request that can be understood

/** It is yours: 0 allows, 38000 to 39000 denies, with the reason. */
function decide(string $from, string $to): array
{
    return $from === 'spammer' || $to === 'spammer' ? [DENIED, 'blocked'] : [0, ''];
}

function item(string $account, int $code, string $info): array
{
    return ['To_Account' => $account, 'ResultCode' => $code, 'ResultInfo' => $info];
}

function send(int $status, array $result): never
{
    $body = json_encode($result, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR);
    http_response_code($status);
    header('Content-Type: application/json');
    header('Content-Length: ' . strlen($body));
    echo $body;
    exit;
}

/** Processing failed. That alone denies nothing: Chat ignores ErrorCode by default, so that every account is denied as well. */
function fail(int $status, int $code, string $info, array $accounts = []): never
{
    $items = array_map(fn (string $a): array => item($a, $code, $info), $accounts);
    send($status, ['ActionStatus' => 'FAIL', 'ErrorCode' => $code, 'ErrorInfo' => $info, 'ResultItem' => $items]);
}

/** The parameters of the URL. $_GET would keep the last of two, and take Sign[] for Sign. */
function parameters(string $query): array
{
    $all = [];
    foreach (explode('&', $query) as $pair) {
        [$name, $value] = explode('=', $pair, 2) + [1 => ''];
        $all[urldecode($name)][] = urldecode($value);
    }
    return $all;
}

/** Tells whether the URL is one that Chat makes for this app and this command; every parameter stands there exactly once. */
function check(array $query, string $command): string
{
    $one = fn (string $name): string => count($query[$name] ?? []) === 1 ? $query[$name][0] : '';
    if ($one('SdkAppid') !== (string) getenv('SDKAPPID')) { // compared as text, and never with ==
        return 'another SdkAppid';
    }
    if ($one('CallbackCommand') !== $command) {
        return 'another command';
    }
    $token = (string) getenv('TOKEN');
    if ($token === '') {
        return ''; // authentication is not switched on in the console
    }
    $time = $one('RequestTime');
    if (!hash_equals(hash('sha256', $token . $time), $one('Sign'))) {
        return 'Sign does not match';
    }
    if (!preg_match('/^[0-9]{1,12}$/D', $time) || abs(time() - (int) $time) > WINDOW) {
        return 'RequestTime is too far off';
    }
    return '';
}

if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
    header('Allow: POST');
    fail(405, UNCLEAR, 'POST only');
}
$body = file_get_contents('php://input', length: MAX_BODY + 1);
if (strlen($body) > MAX_BODY) {
    fail(413, UNCLEAR, 'the body is too large');
}
$request = json_decode($body, true);
$query = parameters($_SERVER['QUERY_STRING'] ?? '');
$command = is_array($request) ? $request['CallbackCommand'] ?? null : null;
if (is_string($command) && $command !== COMMAND && ($query['CallbackCommand'] ?? null) === [$command]) {
    $problem = check($query, $command);
    if ($problem !== '') {
        fail(200, REFUSED, $problem);
    }
    // One URL gets all callbacks of an app; the others are let through.
    send(200, ['ActionStatus' => 'OK', 'ErrorCode' => 0, 'ErrorInfo' => '']);
}
$friends = is_array($request) ? $request['FriendItem'] ?? null : null;
if (!is_array($friends) || !array_is_list($friends) || $command !== COMMAND || !is_string($request['From_Account'] ?? null)) {
    fail(400, UNCLEAR, 'the request cannot be understood');
}
$accounts = [];
foreach ($friends as $friend) {
    if (!is_array($friend) || !is_string($friend['To_Account'] ?? null)) {
        fail(400, UNCLEAR, 'the request cannot be understood');
    }
    $accounts[] = $friend['To_Account'];
}
$problem = check($query, COMMAND);
if ($problem !== '') {
    fail(200, REFUSED, $problem, $accounts);
}
$items = [];
foreach ($accounts as $account) { // one item for every account, in its order, spelt as it was asked
    $items[] = item($account, ...decide($request['From_Account'], $account));
}
send(200, ['ActionStatus' => 'OK', 'ErrorCode' => 0, 'ErrorInfo' => '', 'ResultItem' => $items]);
