/** Reads one object from Amazon S3, up to a maximum size. */
import { loadSdk } from './load-sdk.js';

export interface ObjectRequest {
  readonly bucket: string;
  readonly key: string;
  /** If the object still has this ETag, its bytes are not read. */
  readonly etag: string | undefined;
  /** A longer object is not read to its end. */
  readonly maxBytes: number;
}

export type ObjectAnswer =
  | { readonly kind: 'object'; readonly bytes: Uint8Array; readonly etag: string | undefined }
  | { readonly kind: 'unchanged' }
  /** The object is longer than `maxBytes`. */
  | { readonly kind: 'tooLong' };

/** Rejects with the SDK's error, whose `name` is S3's error code. */
export type ObjectReader = (request: ObjectRequest, signal: AbortSignal) => Promise<ObjectAnswer>;

/** Reads with the Lambda runtime's own SDK, which is loaded only for a policy in S3. */
export const readS3Object: ObjectReader = async ({ bucket, key, etag, maxBytes }, signal) => {
  const { GetObjectCommand, S3Client } = loadSdk('client-s3');
  const client = new S3Client({ maxAttempts: 2, followRegionRedirects: true });
  try {
    const input = { Bucket: bucket, Key: key, ...(etag !== undefined && { IfNoneMatch: etag }) };
    const answer = await client.send(new GetObjectCommand(input), { abortSignal: signal });
    // In Node the SDK's body is a Readable.
    const body = answer.Body as (AsyncIterable<Uint8Array> & { destroy(): unknown }) | undefined;
    if (body === undefined) return { kind: 'object', bytes: new Uint8Array(), etag: answer.ETag };
    if ((answer.ContentLength ?? 0) > maxBytes) {
      body.destroy();
      return { kind: 'tooLong' };
    }
    const bytes = await readUpTo(maxBytes, body);
    return bytes === undefined ? { kind: 'tooLong' } : { kind: 'object', bytes, etag: answer.ETag };
  } catch (error) {
    const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
    if ($metadata?.httpStatusCode === 304) return { kind: 'unchanged' };
    throw error;
  } finally {
    client.destroy();
  }
};

/** The whole stream; undefined as soon as it exceeds the limit. Leaving the loop closes the stream. */
async function readUpTo(limit: number, body: AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
