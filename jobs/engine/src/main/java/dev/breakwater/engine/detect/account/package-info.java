/** Accounts and groups: the sums over their functions, and surges that spread over many functions. */
package dev.breakwater.engine.detect.account;
