/// <reference types="svelte" />
/// <reference types="vite/client" />

/** Whether the fake host is part of this bundle. */
declare const __FAKE__: boolean;
