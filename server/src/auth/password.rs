//! Passwords: Argon2id, kept as PHC strings so that the cost can grow later.

use crate::error::Problem;
use crate::random;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

/// Fewest characters.
pub const MIN_CHARS: usize = 8;
/// Most characters: enough for any phrase, and a bound on the work.
pub const MAX_CHARS: usize = 128;

/// What everybody tries first and is long enough to pass otherwise.
const COMMON: &[&str] = &[
    "12345678",
    "123456789",
    "1234567890",
    "87654321",
    "88888888",
    "66666666",
    "11111111",
    "00000000",
    "11223344",
    "12344321",
    "123123123",
    "147258369",
    "987654321",
    "5201314520",
    "password",
    "password1",
    "password123",
    "passw0rd",
    "p@ssw0rd",
    "p@ssword",
    "qwertyui",
    "qwerty123",
    "qwertyuiop",
    "1qaz2wsx",
    "1q2w3e4r",
    "q1w2e3r4",
    "1qazxsw2",
    "zaq12wsx",
    "asdfghjk",
    "abcd1234",
    "abc12345",
    "abc123456",
    "a1234567",
    "a12345678",
    "a123456789",
    "woaini1314",
    "woaini520",
    "iloveyou",
    "admin123",
    "admin888",
    "administrator",
    "letmein1",
    "welcome1",
    "sunshine",
    "football",
    "baseball",
    "superman",
    "princess",
    "trustno1",
    "yingke123",
    "yingke888",
];

/// Checks a new password; the rule it breaks is named (`too_short`, `too_long`, `too_common`).
pub fn check(password: &str, login: &str) -> Result<(), Problem> {
    let chars = password.chars().count();
    let folded = password.trim().to_lowercase();
    if chars < MIN_CHARS {
        return Err(Problem::invalid("password", "too_short").arg("min", MIN_CHARS));
    }
    if chars > MAX_CHARS {
        return Err(Problem::invalid("password", "too_long").arg("max", MAX_CHARS));
    }
    let one_character = folded.chars().all(|c| folded.starts_with(c));
    if one_character || folded == login || COMMON.contains(&folded.as_str()) {
        return Err(Problem::invalid("password", "too_common"));
    }
    Ok(())
}

/// Hashes and verifies, a few at a time: each needs 19 MiB and tens of milliseconds.
pub struct Passwords {
    argon2: Argon2<'static>,
    turn: Semaphore,
    /// Verified in place of an account that does not exist, so that both take the same time.
    nobody: String,
}

impl Passwords {
    /// `kib` of memory, two passes: the floor that OWASP recommends is 19,456 KiB.
    pub fn new(kib: u32) -> anyhow::Result<Self> {
        let params = Params::new(kib, 2, 1, None)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobody = hash(&argon2, "nobody")?;
        Ok(Self {
            argon2,
            turn: Semaphore::new(2),
            nobody,
        })
    }

    /// The PHC string of a new password.
    pub async fn hash(&self, password: String) -> Result<String, Problem> {
        let argon2 = self.argon2.clone();
        let _turn = self.turn.acquire().await.map_err(Problem::internal)?;
        let task = tokio::task::spawn_blocking(move || hash(&argon2, &password));
        task.await?.map_err(Problem::internal)
    }

    /// Whether the password is the one that was hashed. Without a hash it takes as long and is `false`.
    pub async fn verify(&self, password: String, phc: Option<String>) -> Result<bool, Problem> {
        let argon2 = self.argon2.clone();
        let known = phc.is_some();
        let phc = phc.unwrap_or_else(|| self.nobody.clone());
        let _turn = self.turn.acquire().await.map_err(Problem::internal)?;
        let task = tokio::task::spawn_blocking(move || {
            let phc = PasswordHash::new(&phc).map_err(Problem::internal)?;
            Ok(argon2.verify_password(password.as_bytes(), &phc).is_ok())
        });
        task.await?.map(|same: bool| same && known)
    }
}

fn hash(argon2: &Argon2<'static>, password: &str) -> anyhow::Result<String> {
    let salt = random::bytes::<16>()?;
    let phc = argon2
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|error| anyhow::anyhow!("argon2: {error}"))?;
    Ok(phc.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_rule_that_a_weak_password_breaks() {
        let rule = |password: &str| format!("{:?}", check(password, "wang.fang").unwrap_err());
        assert!(rule("short").contains("too_short"));
        assert!(rule(&"长".repeat(129)).contains("too_long"));
        for common in ["Password1", "88888888", "Wang.Fang", "aaaaaaaaaaaa"] {
            assert!(rule(common).contains("too_common"), "{common}");
        }
        check("灯具很好看而且不贵", "wang.fang").unwrap();
    }

    #[tokio::test]
    async fn verifies_only_the_same_password() {
        let passwords = Passwords::new(64).unwrap();
        let phc = passwords.hash("correct horse".into()).await.unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=64,t=2,p=1$"));
        assert!(
            passwords
                .verify("correct horse".into(), Some(phc.clone()))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .verify("correct house".into(), Some(phc))
                .await
                .unwrap()
        );
        assert!(!passwords.verify("nobody".into(), None).await.unwrap());
    }
}
