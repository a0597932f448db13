interface Closable {
  close(): void;
}

/**
 * Runs `work`, which registers what it opens through its first argument, and then closes these
 * resources, the last one first.
 */
export async function closing<Result>(
  work: (keep: <Resource extends Closable>(resource: Resource) => Resource) => Promise<Result>,
): Promise<Result> {
  const opened: Closable[] = [];
  try {
    return await work((resource) => {
      opened.unshift(resource);
      return resource;
    });
  } finally {
    for (const resource of opened) resource.close();
  }
}
