// The only file that knows Tauri. The client is made of the generated table of commands.
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Host } from './host';
import { COMMANDS, type Commands } from './wire';

type Call = (request?: unknown) => Promise<unknown>;

function client(): Commands {
  const calls: Record<string, Call> = {};
  for (const { name, request, raw } of COMMANDS) {
    calls[name] = async (argument) => {
      const answer = await invoke(name, request ? { request: argument } : {});
      return raw ? bytes(answer) : answer;
    };
  }
  return calls as unknown as Commands;
}

/** Raw answers come as an ArrayBuffer, or as a list of numbers where only postMessage is there. */
function bytes(answer: unknown): ArrayBuffer {
  if (answer instanceof ArrayBuffer) return answer;
  return new Uint8Array(answer as number[]).buffer;
}

export const tauri: Host = {
  ...client(),
  on: (event, hear) => listen(event, ({ payload }) => hear(payload as never)),
};
