/** Accounts and groups: the sums over their functions, and surges that spread over many functions. */
package dev.breakwater.core.detect.account;
