//! Operations: handles, methods, requests and what they take and return.

use super::*;

#[test]
fn a_handle_keeps_its_name_when_a_sibling_comes() {
    let users = ("/v2/users", "get", "ListUsers", OPTIONAL);
    let old = operations(&[users]);
    let new = operations(&[("/v1/users", "get", "ListOldUsers", OPTIONAL), users]);
    let after = kept(&old, &new);
    assert_eq!(name(&after, Kind::Accessor, "/v2/users"), "users");
    assert_eq!(name(&after, Kind::Handle, "/v2/users"), "UsersHandle");
    assert_eq!(name(&after, Kind::Module, "/v2/users"), "users");
}

#[test]
fn items_keep_their_name_when_a_segment_comes() {
    let items = ("/users/{id}", "get", "FetchUser", "");
    let old = operations(&[items]);
    let new = operations(&[("/user", "get", "FetchMe", ""), items]);
    kept(&old, &new);
}

#[test]
fn a_method_keeps_its_name_when_another_verb_comes() {
    let put = ("/pets/{id}", "put", "UpdatePet", "");
    let old = operations(&[put]);
    let new = operations(&[("/pets/{id}", "post", "UpdatePetPart", ""), put]);
    let after = kept(&old, &new);
    assert_eq!(name(&after, Kind::Method, "PUT /pets/{}"), "update");
}

#[test]
fn a_method_keeps_its_name_when_a_handle_comes() {
    let activate = ("/pets", "post", "ActivatePets", "");
    let old = operations(&[activate]);
    let new = operations(&[activate, ("/pets/activate", "get", "FetchActivation", "")]);
    let after = kept(&old, &new);
    assert_eq!(name(&after, Kind::Method, "POST /pets"), "activate");
}

#[test]
fn the_id_of_an_operation_and_the_names_of_its_parameters_may_change() {
    let old = operations(&[("/pets/{id}", "get", "FetchPet", OPTIONAL)]);
    let new = operations(&[("/pets/{pet_id}", "get", "LoadOnePet", OPTIONAL)]);
    let after = kept(&old, &new);
    assert_eq!(name(&after, Kind::Request, "GET /pets/{}"), "FetchPet");
    assert_eq!(name(&after, Kind::Accessor, "/pets/{}"), "pet");
}

#[test]
fn a_request_keeps_its_name_when_a_component_has_it() {
    let with = |schemas: &str| {
        format!(
            "{}components:\n  schemas:\n{schemas}",
            operations(&[("/pets", "get", "ListPets", OPTIONAL)]).replace(
                "{description: done}",
                "{description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/All'}}}}"
            )
        )
    };
    let old = with("    All: {type: object, properties: {a: {type: string}}}\n");
    let new = with(
        "    All: {type: object, properties: {a: {$ref: '#/components/schemas/ListPets'}}}\n    ListPets: {type: object, properties: {a: {type: string}}}\n",
    );
    let after = kept(&old, &new);
    assert_eq!(name(&after, Kind::Request, "GET /pets"), "ListPets");
}

/// A document with an operation whose body is a form of two required fields or JSON, and with schemas.
fn form(path: &str, schemas: &str) -> String {
    let field = "{type: string}";
    let form =
        format!("{{type: object, required: [a, b], properties: {{a: {field}, b: {field}}}}}");
    format!(
        "{HEAD}  {path}:\n    post:\n      operationId: CreateCall\n      requestBody:\n        required: true\n        content:\n          application/x-www-form-urlencoded: {{schema: {form}}}\n          application/json: {{schema: {{$ref: '#/components/schemas/All'}}}}\n      responses: {{'204': {{description: done}}}}\ncomponents:\n  schemas:\n    All: {form}\n{schemas}"
    )
}

#[test]
fn what_must_be_given_keeps_its_structs() {
    let rival =
        |name: &str| format!("    {name}: {{type: object, properties: {{c: {{type: string}}}}}}\n");
    let names = ["CreateCallArguments", "CreateCallContent", "NewAll"];
    let old = form("/calls", "");
    let all = names.map(|name| format!("z{name}: {{$ref: '#/components/schemas/{name}'}}"));
    let rivals = names.map(rival).concat();
    let new = form("/calls", &rivals).replacen(
        "properties: {a: {type: string}, b: {type: string}}}\n    CreateCall",
        &format!(
            "properties: {{a: {{type: string}}, b: {{type: string}}, {}}}}}\n    CreateCall",
            all.join(", ")
        ),
        1,
    );
    let after = kept(&old, &new);
    assert_eq!(name(&after, Kind::Arguments, "POST /calls"), names[0]);
    assert_eq!(name(&after, Kind::Content, "POST /calls"), names[1]);
    assert_eq!(name(&after, Kind::New, "All"), names[2]);
    assert_eq!(
        name(&after, Kind::Method, "POST /calls with"),
        "create_with"
    );
    for name in names {
        let component = format!("#/components/schemas/{name}");
        assert_ne!(self::name(&after, Kind::Type, &component), name);
    }
    // They move with their operation.
    let moved = lock(&form("/v2/calls", ""), Some(&lock(&old, None)));
    assert_eq!(name(&moved, Kind::Arguments, "POST /v2/calls"), names[0]);
    assert_eq!(name(&moved, Kind::Content, "POST /v2/calls"), names[1]);
}

#[test]
fn an_operation_that_moves_takes_its_request_along() {
    let old = operations(&[("/v1/pets", "get", "ListPets", OPTIONAL)]);
    let new = operations(&[("/v2/pets", "get", "ListPets", OPTIONAL)]);
    let after = lock(&new, Some(&lock(&old, None)));
    assert_eq!(name(&after, Kind::Request, "GET /v2/pets"), "ListPets");
    assert!(is_gone(&after, Kind::Method, "GET /v1/pets"));
}

#[test]
fn names_of_gone_operations_are_not_given_to_others() {
    let old = operations(&[
        ("/pets/{id}", "put", "UpdatePet", ""),
        ("/user", "get", "FetchMe", ""),
    ]);
    let new = operations(&[
        ("/pets/{id}", "patch", "UpdatePet", ""),
        ("/users/{id}", "get", "FetchUser", ""),
    ]);
    let after = lock(&new, Some(&lock(&old, None)));
    assert!(is_gone(&after, Kind::Method, "PUT /pets/{}"));
    assert_ne!(name(&after, Kind::Method, "PATCH /pets/{}"), "update");
    assert_ne!(name(&after, Kind::Accessor, "/users/{}"), "user");
}

#[test]
fn the_first_optional_parameter_renames_nothing() {
    let pets = ("/pets/{id}", "get", "FetchPet");
    let old = operations(&[(pets.0, pets.1, pets.2, "")]);
    let new = operations(&[(pets.0, pets.1, pets.2, OPTIONAL)]);
    let before = lock(&old, None);
    let after = lock(&new, Some(&before));
    assert_eq!(renamed(&before, &after), [""; 0]);
    assert_eq!(after.iter().count(), before.iter().count());
}

const HEADERS: &str = "{description: done, headers: {X-Rate-Limit: {schema: {type: integer}}, X-Rate-Left: {schema: {type: integer}}}}";

#[test]
fn headers_keep_their_model() {
    let old = operations(&[
        ("/a", "get", "FetchA", ""),
        ("/b", "get", "FetchB", ""),
        ("/c", "get", "FetchC", ""),
    ])
    .replace("{description: done}", HEADERS);
    let new = old.replacen("X-Rate-Left: {", "X-Rate-Reset: {", 1);
    let before = lock(&old, None);
    let after = kept_but(&before, &new, &["headers GET /a"]);
    let [a, b, c] =
        ["GET /a", "GET /b", "GET /c"].map(|operation| name(&after, Kind::Headers, operation));
    assert_eq!([b, c], [name(&before, Kind::Headers, "GET /a"); 2]);
    assert_ne!(a, b);
    // They are one again, and the name of its own stays.
    let back = lock(&old, Some(&after));
    assert_eq!(renamed(&after, &back), [""; 0]);
    let sources = sources(&generated(&old, Some(&after)));
    assert!(sources.contains(&format!("pub type {a} = {b};")));
}

/// A list whose answer names a link to the next page, or does not.
fn list(next: &str) -> String {
    format!(
        "{}components:\n  schemas:\n    List: {{type: object, properties: {{data: {{type: array, items: {{$ref: '#/components/schemas/Pet'}}}}{next}}}}}\n    Pet: {{type: object, properties: {{a: {{type: string}}}}}}\n",
        operations(&[("/pets", "get", "ListPets", "")]).replace(
            "{description: done}",
            "{description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/List'}}}}"
        ).replace("'204'", "'200'")
    )
}

#[test]
fn pages_that_are_found_later_do_not_change_what_is_returned() {
    let old = list("");
    let new = list(", next_page_uri: {type: string, nullable: true}");
    let pages = "GET /pets";
    let anew = lock(&new, None);
    assert_eq!(name(&anew, Kind::Paging, pages), "pages");
    let before = lock(&old, None);
    let after = lock(&new, Some(&before));
    assert_eq!(after.get(&Key::new(Kind::Paging, pages)), None);
    let outcome = outcome(&new, Some(&before), |_| {});
    assert_eq!(codes(&outcome), [Code::PagesHeldBack]);
    // It is asked for by the operation's key, and stays.
    let wanted = [pages.to_owned()];
    let (fresh, unknown) = after.without(&wanted);
    assert!(unknown.is_empty());
    let asked = lock(&new, Some(&fresh));
    assert_eq!(name(&asked, Kind::Paging, pages), "pages");
    assert_eq!(lock(&new, Some(&asked)), asked);
}
