package dev.breakwater.exposure.model;

/**
 * A part of an account that could not be read.
 *
 * @param what       the call and its subject
 * @param why        AWS's answer
 * @param permission the missing permission, or empty if there is another reason
 * @param without    the missing conclusion
 */
public record Gap(String what, String why, String permission, String without) {

    /** Returns the gap as one line of text. */
    public String text() {
        String need = permission.isEmpty() ? "" : " (needs " + permission + ")";
        return what + ": " + why + need + ": " + without;
    }
}
