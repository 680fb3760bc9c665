package dev.breakwater.core.exposure;

/**
 * A function URL.
 *
 * @param url       its address
 * @param qualifier the alias that it belongs to, or empty
 * @param authType  {@code NONE} or {@code AWS_IAM}
 */
public record FunctionUrl(String url, String qualifier, String authType) {

    /** Whether it asks callers for no signature. Anything but the one value that asks for one counts as open. */
    public boolean open() {
        return !authType.equals("AWS_IAM");
    }

    Door door() {
        return open() ? Door.OPEN_URL : Door.SIGNED_URL;
    }
}
