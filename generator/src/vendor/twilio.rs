//! Twilio: <https://github.com/twilio/twilio-oai>.

use super::Format;

/// Twilio's extension of OpenAPI.
pub(super) const EXTENSION: &str = "x-twilio";

/// The keys of the extension that mark personal data
/// (<https://www.twilio.com/docs/glossary/what-is-personally-identifiable-information-pii>).
pub(super) const PERSONAL: [&str; 1] = ["pii"];

/// The basic scheme of all documents of Twilio.
pub(super) const SCHEME: &str = "accountSid_authToken";

/// The variables of Twilio's own libraries: an API key comes before the token of the whole account
/// (<https://www.twilio.com/docs/iam/api-keys>).
pub(super) const CREDENTIALS: [(&str, &str); 2] =
    [("API_KEY", "API_SECRET"), ("ACCOUNT_SID", "AUTH_TOKEN")];

/// Hosts are `{product}.{edge}.{region}.twilio.com`
/// (<https://www.twilio.com/docs/global-infrastructure/understanding-edge-locations>).
pub(super) fn has_regions(host: &str) -> bool {
    host.ends_with(".twilio.com")
}

/// The formats of Twilio's documents: times of the API of 2010, links to subresources, and parameters that
/// Twilio's own libraries write by `prefixed_collapsible_map`.
pub(super) fn format(name: &str) -> Option<Format<'_>> {
    match name {
        "date-time-rfc-2822" => Some(Format::DateTimeRfc2822),
        "uri-map" => Some(Format::UriMap),
        name => {
            let prefix = name.strip_prefix("prefixed-collapsible-map")?;
            let prefix = prefix.trim_start_matches('-');
            Some(Format::CollapsibleMap { prefix })
        }
    }
}

/// The resource for each two-letter prefix of a SID.
///
/// Twilio's glossary lists the common ones (<https://www.twilio.com/docs/glossary/what-is-a-sid>); the others
/// are the names of properties with the pattern in Twilio's documents
/// (<https://github.com/twilio/twilio-oai>). Prefixes with several resources are not listed.
const RESOURCES: &[(&str, &str)] = &[
    ("AC", "Account"),
    ("AD", "Address"),
    ("AI", "AlphaSender"),
    ("AL", "IpAccessControlList"),
    ("AP", "Application"),
    ("BH", "BulkHosting"),
    ("BL", "Bucket"),
    ("BN", "Brand"),
    ("BS", "Binding"),
    ("BU", "Bundle"),
    ("BV", "ItemAssignment"),
    ("BY", "ByocTrunk"),
    ("CA", "Call"),
    ("CF", "Conference"),
    ("CH", "Conversation"),
    ("CJ", "Composition"),
    ("CL", "CredentialList"),
    ("CM", "Campaign"),
    ("CN", "ConnectApp"),
    ("CP", "ConferenceParticipant"),
    ("CR", "Credential"),
    ("CW", "Certificate"),
    ("DC", "Command"),
    ("DE", "Sim"),
    ("DF", "Subscription"),
    ("DG", "Sink"),
    ("DN", "Domain"),
    ("DY", "Receipt"),
    ("EL", "Evaluation"),
    ("ES", "SyncList"),
    ("ET", "SyncDocument"),
    ("EV", "TaskRouterEvent"),
    ("EY", "OperatorType"),
    ("FJ", "PluginConfiguration"),
    ("FK", "PluginRelease"),
    ("FM", "Assessment"),
    ("FN", "Execution"),
    ("FO", "FlexFlow"),
    ("FP", "Plugin"),
    ("FT", "Step"),
    ("FU", "FlexUser"),
    ("FV", "PluginVersion"),
    ("FW", "Flow"),
    ("FY", "Category"),
    ("GA", "IntelligenceService"),
    ("GE", "Question"),
    ("GM", "Questionnaire"),
    ("GO", "FlexInstance"),
    ("GT", "Transcript"),
    ("HA", "NetworkAccessProfile"),
    ("HB", "BillingPeriod"),
    ("HC", "SmsCommand"),
    ("HF", "Fleet"),
    ("HG", "IpCommand"),
    ("HH", "TollfreeVerification"),
    ("HJ", "Template"),
    ("HK", "CompositionHook"),
    ("HP", "EsimProfile"),
    ("HR", "HostedNumberOrder"),
    ("HS", "Sim"),
    ("HW", "Network"),
    ("HX", "Content"),
    ("IB", "SourceIpMapping"),
    ("IG", "AddressConfiguration"),
    ("IL", "IpRecord"),
    ("IM", "Message"),
    ("IN", "Invite"),
    ("IP", "SipIpAddress"),
    ("IS", "Service"),
    ("IT", "EndUser"),
    ("JS", "Job"),
    ("KC", "Session"),
    ("KD", "Interaction"),
    ("KI", "ProxyInteraction"),
    ("KP", "ProxyParticipant"),
    ("KS", "ProxyService"),
    ("KW", "PortInRequest"),
    ("KX", "UserDefinedMessage"),
    ("LY", "Operator"),
    ("MB", "Participant"),
    ("ME", "Media"),
    ("MG", "MessagingService"),
    ("MM", "Message"),
    ("MP", "SyncMap"),
    ("MT", "PublishedTrack"),
    ("MZ", "Stream"),
    ("NE", "ConnectionPolicyTarget"),
    ("NO", "Notification"),
    ("NY", "ConnectionPolicy"),
    ("OU", "OriginationUrl"),
    ("PA", "Participant"),
    ("PK", "Payment"),
    ("PN", "PhoneNumber"),
    ("PU", "PortInPhoneNumber"),
    ("PX", "SigningDocument"),
    ("QE", "ExternalCampaign"),
    ("QO", "Team"),
    ("QU", "Queue"),
    ("RA", "ChannelEndpointAssignment"),
    ("RD", "SupportingDocument"),
    ("RE", "Recording"),
    ("RI", "Identity"),
    ("RK", "RateLimit"),
    ("RL", "Role"),
    ("RM", "Room"),
    ("RN", "Regulation"),
    ("RT", "TrackRecording"),
    ("SC", "ShortCode"),
    ("SD", "SipDomain"),
    ("SK", "Key"),
    ("SM", "Message"),
    ("SR", "Siprec"),
    ("TC", "TaskChannel"),
    ("TK", "Trunk"),
    ("TO", "SyncStream"),
    ("TR", "Transcription"),
    ("UO", "InteractionChannel"),
    ("US", "User"),
    ("UX", "InteractionTransfer"),
    ("VA", "VerifyService"),
    ("VE", "Verification"),
    ("VL", "VerificationAttempt"),
    ("VT", "BrandVetting"),
    ("WA", "Activity"),
    ("WC", "WorkerChannel"),
    ("WH", "Webhook"),
    ("WK", "Worker"),
    ("WP", "RatePlan"),
    ("WQ", "TaskQueue"),
    ("WR", "Reservation"),
    ("WS", "Workspace"),
    ("WT", "Task"),
    ("WW", "Workflow"),
    ("XB", "AvailableAddOn"),
    ("XE", "InstalledAddOn"),
    ("XF", "AddOnExtension"),
    ("XH", "AddOnResultPayload"),
    ("XR", "AddOnResult"),
    ("YC", "Challenge"),
    ("YE", "Entity"),
    ("YF", "Factor"),
    ("YK", "AccessToken"),
    ("YW", "VerifyWebhook"),
    ("ZB", "Build"),
    ("ZD", "Deployment"),
    ("ZE", "Environment"),
    ("ZS", "ServerlessService"),
    ("ZV", "Variable"),
    ("ZY", "UserDefinedMessageSubscription"),
];

/// The meaning of a pattern: a SID is a prefix and 32 hexadecimal digits.
///
/// A prefix that is not known names the type itself.
pub(super) fn sid_name(pattern: &str) -> Option<String> {
    let prefix = pattern
        .strip_prefix('^')?
        .strip_suffix("[0-9a-fA-F]{32}$")?;
    if prefix.len() != 2 || !prefix.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let known = RESOURCES.binary_search_by_key(&prefix, |(known, _)| known);
    let resource = known.map_or(prefix, |index| RESOURCES[index].1);
    Some(crate::name::type_name(&format!("{resource} sid")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_sorted_and_name_one_resource_each() {
        assert!(RESOURCES.is_sorted_by(|one, other| one.0 < other.0));
    }

    #[test]
    fn a_sid_is_named_by_its_prefix() {
        let name = |pattern| sid_name(pattern);
        assert_eq!(name("^AC[0-9a-fA-F]{32}$").as_deref(), Some("AccountSid"));
        assert_eq!(
            name("^MG[0-9a-fA-F]{32}$").as_deref(),
            Some("MessagingServiceSid")
        );
        assert_eq!(name("^QZ[0-9a-fA-F]{32}$").as_deref(), Some("QzSid"));
        for other in [
            "^[A-Z]{2}[0-9a-fA-F]{32}$",
            "^ac[0-9a-fA-F]{32}$",
            "^AC[0-9]{32}$",
            "^ACE[0-9a-fA-F]{32}$",
            "",
        ] {
            assert_eq!(name(other), None, "{other}");
        }
    }
}
