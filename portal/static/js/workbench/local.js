/** What this device keeps of an attempt: one entry an item, so that a change writes little. */

const ROOT = "goldpath";
const KEEP_DAYS = 30;

export class LocalCopy {
  /** `storage` may be null or refuse: then reads give null, writes give false, and the page says so. */
  constructor(storage, user, attempt) {
    this.storage = storage;
    this.prefix = `${ROOT}:${user}:${attempt}:`;
  }

  read(name) {
    try {
      return JSON.parse(this.storage.getItem(this.prefix + name));
    } catch {
      return null;
    }
  }

  write(name, value) {
    try {
      this.storage.setItem(this.prefix + name, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }

  clear() {
    for (const key of this.keys(this.prefix)) this.storage.removeItem(key);
  }

  /** Forgets attempts nobody touched for a month. Entries without a date stay: better kept than lost. */
  forgetOld(now) {
    for (const key of this.keys(`${ROOT}:`)) {
      try {
        const { at } = JSON.parse(this.storage.getItem(key)) ?? {};
        if (at && now - at > KEEP_DAYS * 86_400_000) this.storage.removeItem(key);
      } catch {
        // Not ours to read, so not ours to remove.
      }
    }
  }

  keys(prefix) {
    try {
      return Object.keys(this.storage).filter((key) => key.startsWith(prefix));
    } catch {
      return [];
    }
  }
}

/** The browser's storage, or null where it is switched off. */
export function deviceStorage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** What one viewer prefers on this device: small, shared by all attempts. */
export function preference(name, value) {
  const key = `${ROOT}-preference:${name}`;
  const storage = deviceStorage();
  try {
    if (value === undefined) return storage.getItem(key);
    storage.setItem(key, value);
  } catch {
    // A preference that cannot be kept is not worth a message.
  }
  return value ?? null;
}
